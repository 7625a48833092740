package workbook.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    /// Surefire and IDEs both run tests with pipes.
    @Test
    void is_not_interactive_on_a_pipe_and_has_a_width_nevertheless() {
        var terminal = Terminal.system();
        assertThat(terminal.isInteractive()).isFalse();
        assertThat(terminal.columns()).isPositive();
    }
}
