package workbook.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.PseudoTerminal;
import workbook.kit.Terminal;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;

@DisabledOnOs(OS.WINDOWS)
class EditingTerminalTest {
    @TempDir
    Path folder;

    @Test
    void what_is_typed_stays_whole_when_something_is_printed() throws Exception {
        try (var terminal = open(Map.of())) {
            terminal.types("hello!");
            terminal.awaits("hello!");
            Files.createFile(folder.resolve("print"));
            terminal.awaits("printed above");
            // The line is drawn again below.
            terminal.awaitsAgain("> hello!");
            terminal.types(" there\r");
            terminal.awaits("typed <hello! there>");
            terminal.types("\u0004");
            assertRestored(terminal, "ended");
        }
    }

    @Test
    void ctrl_c_ends_what_is_typed() throws Exception {
        try (var terminal = open(Map.of())) {
            terminal.types("half\u0003");
            assertRestored(terminal, "ended");
        }
    }

    @Test
    void closing_it_ends_a_line_that_is_waited_for() throws Exception {
        try (var terminal = open(Map.of())) {
            terminal.types("half");
            Files.createFile(folder.resolve("close"));
            assertRestored(terminal, "ended");
        }
    }

    @Test
    void a_terminal_that_can_nothing_is_read_line_by_line() throws Exception {
        try (var terminal = open(Map.of("TERM", "dumb"))) {
            terminal.types("hello\r");
            terminal.awaits("typed <hello>");
            terminal.types("\u0004");
            assertRestored(terminal, "ended");
        }
    }

    private PseudoTerminal open(Map<String, String> environment) throws Exception {
        var terminal = new PseudoTerminal(folder, Typing.class.getName(),
                "$workbook; stty -a | grep -o ' icanon'; echo status $?", environment);
        terminal.awaits(environment.containsKey("TERM") ? "ready" : "> ");
        return terminal;
    }

    private static void assertRestored(PseudoTerminal terminal, String lastLine) throws Exception {
        terminal.awaits(lastLine);
        var all = terminal.all();
        assertThat(all).contains(" icanon").contains("status 0");
        assertThat(PseudoTerminal.leftOn(all)).isEmpty();
    }

    /// Prints what was typed; prints something else when the file `print` comes up in its folder, and closes the editor
    /// when `close` does.
    static final class Typing {
        private static final Deadline PATIENCE = Deadline.in(Duration.ofSeconds(20));

        private Typing() {}

        public static void main(String... arguments) throws Exception {
            var terminal = new EditingTerminal(Terminal.system(), System.getenv());
            try (var editor = terminal.editor("> ")) {
                terminal.out().println("ready");
                when("print", () -> editor.print("printed above"));
                when("close", editor::close);
                var line = editor.next();
                while (line.isPresent()) {
                    editor.print("typed <" + line.get() + ">");
                    line = editor.next();
                }
            }
            terminal.out().println("ended");
        }

        private static void when(String name, Runnable action) {
            var file = Path.of(System.getProperty("workbook.root"), name);
            Thread.ofPlatform().daemon().start(() -> {
                if (Eventually.holds(() -> Files.exists(file), PATIENCE)) {
                    action.run();
                }
            });
        }
    }
}
