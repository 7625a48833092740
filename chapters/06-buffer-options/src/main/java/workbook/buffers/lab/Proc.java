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
        // Files.readString would begin with a single byte, since these files have no size, and for numbers the kernel
        // then says that this was all.
        try (var lines = Files.newBufferedReader(file, US_ASCII)) {
            return Optional.ofNullable(lines.readLine()).map(line -> line.strip().replaceAll("\\s+", " "));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Of which machine the measurements are.
    static String machine() {
        return "%s %s, %d processors, Java %s".formatted(System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    }
}
