package workbook.engine.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import workbook.kit.network.PrivateNetwork;

/// Counts the packets that passed in a test, by the interface's own counter: in a private network all are the test's.
final class PacketsOfTest {
    private static final Path COUNTERS = Path.of("/proc/self/net/dev");

    private long before;

    void begin() {
        before = soFar();
    }

    /// `9 packets`; empty if none passed, or nobody can tell.
    String words() {
        var count = soFar() - before;
        return count <= 0 ? "" : count == 1 ? "1 packet" : count + " packets";
    }

    private static long soFar() {
        if (!PrivateNetwork.enter().isPrivate()) {
            return 0;
        }
        try {
            // `lo: bytes packets …`, received first.
            return Files.readAllLines(COUNTERS, US_ASCII)
                    .stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("lo:"))
                    .map(line -> line.substring(3).strip().split("\\s+")[1])
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
