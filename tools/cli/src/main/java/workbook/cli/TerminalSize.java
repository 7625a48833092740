package workbook.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.util.OptionalInt;

/// Asks the terminal how large it is, where a command only prints and needs no more of it than that.
public final class TerminalSize {
    private TerminalSize() {}

    static OptionalInt columns() {
        return word(1);
    }

    public static OptionalInt rows() {
        return word(0);
    }

    private static OptionalInt word(int number) {
        try {
            var process = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var words = new String(process.getInputStream().readAllBytes(), US_ASCII).strip().split(" ");
            var size = words.length == 2 ? Integer.parseInt(words[number]) : 0;
            return size > 0 ? OptionalInt.of(size) : OptionalInt.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
