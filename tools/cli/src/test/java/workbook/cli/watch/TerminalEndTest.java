package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.Fixture;
import workbook.cli.Paint;
import workbook.cli.PseudoTerminal;

/// The real program in a real terminal: however it ends, the terminal is as it was.
class TerminalEndTest {
    private static final String LINE = "stty -a >%1$s/before; $workbook; echo ended $?; stty -a >%1$s/after";

    @TempDir
    Path root;

    @BeforeEach
    void a_workbook() throws IOException {
        new Fixture(root);
    }

    @Test
    void at_q_and_the_report_stays() throws Exception {
        try (var terminal = watching(Map.of())) {
            terminal.awaits("the checker broke");
            terminal.types("q");
            var sent = assertRestored(terminal);
            assertThat(sent.substring(sent.lastIndexOf("\u001b[?1049l"))).contains("the checker broke",
                    "./workbook goes on from here.", "ended 0");
        }
    }

    @Test
    void at_control_c() throws Exception {
        try (var terminal = watching(Map.of())) {
            terminal.types("\u0003");
            assertThat(assertRestored(terminal)).contains("ended 0");
        }
    }

    @Test
    void at_control_d_and_on_a_terminal_that_few_machines_know() throws Exception {
        try (var terminal = watching(Map.of("TERM", "xterm-kitty"))) {
            terminal.types("\u0004");
            assertThat(assertRestored(terminal)).contains("ended 0", "\u001b[?1049h", "\u001b]8;;file://")
                    .doesNotContain("infocmp");
        }
    }

    @Test
    void at_kill() throws Exception {
        try (var terminal = watching(Map.of())) {
            terminal.signals("TERM");
            assertRestored(terminal);
        }
    }

    @Test
    void at_a_hang_up() throws Exception {
        try (var terminal = watching(Map.of())) {
            terminal.signals("HUP");
            assertRestored(terminal);
        }
    }

    @Test
    void when_it_is_stopped_and_when_it_comes_back() throws Exception {
        var line = "set -m; stty -a >%1$s/before; $workbook; echo has stopped; stty -a >%1$s/stopped; fg; stty -a >%1$s/after";
        try (var terminal = new PseudoTerminal(root, "workbook.cli.Main", line.formatted(root), Map.of())) {
            terminal.awaits("quit");
            terminal.types("\u001a");
            terminal.awaits("has stopped");
            terminal.awaitsAgain("Sockets by Hand");
            terminal.types("q");
            var sent = terminal.all();
            var stopped = sent.indexOf("has stopped");
            assertThat(PseudoTerminal.leftOn(sent.substring(0, stopped))).isEmpty();
            assertThat(PseudoTerminal.leftOn(sent)).isEmpty();
            assertThat(sent.substring(stopped)).contains("reset");
            assertThat(root.resolve("stopped")).hasSameTextualContentAs(root.resolve("before"), UTF_8);
            assertThat(root.resolve("after")).hasSameTextualContentAs(root.resolve("before"), UTF_8);
        }
    }

    @Test
    void at_a_fault_of_its_own() throws Exception {
        try (var terminal = new PseudoTerminal(root, Faulty.class.getName(), LINE.formatted(root), Map.of())) {
            assertThat(assertRestored(terminal)).contains("what was left", "IllegalStateException: a fault");
        }
    }

    @Test
    void ends_when_the_terminal_is_closed() throws Exception {
        try (var terminal = watching(Map.of())) {
            var watching = terminal.watching();
            terminal.hangsUp();
            watching.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void sends_no_escape_to_a_dumb_terminal() throws Exception {
        try (var terminal = watching(Map.of("TERM", "dumb"))) {
            terminal.types("q");
            assertThat(assertRestored(terminal)).contains("checking say-hello...").doesNotContain("\u001b");
        }
    }

    private PseudoTerminal watching(Map<String, String> environment) throws Exception {
        var terminal = new PseudoTerminal(root, "workbook.cli.Main", LINE.formatted(root), environment);
        terminal.awaits("checking");
        return terminal;
    }

    private String assertRestored(PseudoTerminal terminal) throws Exception {
        var sent = terminal.all();
        assertThat(sent).contains("ended ");
        assertThat(PseudoTerminal.leftOn(sent)).isEmpty();
        assertThat(root.resolve("after")).hasSameTextualContentAs(root.resolve("before"), UTF_8);
        return sent;
    }

    /// Opens the screen and fails.
    static final class Faulty {
        public static void main(String[] arguments) throws IOException {
            try (var screen = TerminalScreen.open("xterm-256color", Paint.PLAIN, new LinkedBlockingQueue<>())) {
                screen.leave(List.of("what was left"));
                throw new IllegalStateException("a fault");
            }
        }
    }
}
