package workbook.buffers.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the kernel says of itself in files, proc(5).
final class Proc {
    private Proc() {}

    /// The words of a file of one line; empty if it is not there.
    static Optional<String> words(Path file) {
        try {
            return Optional.of(Files.readString(file, US_ASCII).strip().replaceAll("\\s+", " "));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Of which machine the measurements are.
    static String machine() {
        return "%s %s, %d processors, Java %s".formatted(System.getProperty("os.name"), System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    }
}
