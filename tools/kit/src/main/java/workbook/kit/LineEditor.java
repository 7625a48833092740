package workbook.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where a person types lines while others are printed.
public interface LineEditor extends AutoCloseable {
    /// Waits for the next line that is typed.
    ///
    /// @return it without its end, empty when no more will come: Ctrl-D, Ctrl-C, or the end of a file
    Optional<String> next() throws IOException;

    /// Prints a line, above the one that is being typed. Any thread may call it.
    void print(String line);

    /// Leaves the terminal as it was.
    @Override
    void close();

    /// Takes lines as they come from the stream, and prints others as they are.
    static LineEditor plain(Terminal terminal) {
        return new Plain(terminal);
    }

    /// Without anything to edit with.
    final class Plain implements LineEditor {
        private final BufferedReader in;
        private final PrintStream out;

        private Plain(Terminal terminal) {
            in = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
            out = terminal.out();
        }

        @Override
        public Optional<String> next() throws IOException {
            return Optional.ofNullable(in.readLine());
        }

        @Override
        public void print(String line) {
            out.println(line);
            out.flush();
        }

        @Override
        public void close() {
            // Both streams are the terminal's.
        }
    }
}
