package workbook.cli;

import java.io.File;
import java.io.IOException;
import java.util.OptionalInt;

/// Asks the terminal how wide it is, where a command only prints and needs no more of it than that.
final class TerminalSize {
    private TerminalSize() {}

    static OptionalInt columns() {
        try {
            var process = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var words = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            var columns = words.length == 2 ? Integer.parseInt(words[1]) : 0;
            return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
