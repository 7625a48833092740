package workbook.socketserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The callers whom the kernel has let in and whom nobody has taken by `accept`: what `ss -ltn` shows as `Recv-Q`.
final class TcpServerQueue {
    /// `TCP_LISTEN` in the kernel's list.
    private static final String LISTENING = "0A";

    private TcpServerQueue() {}

    /// How many wait on a port; empty if nobody listens there, or where the system has no such list.
    static OptionalInt length(int port) {
        var local = String.format(Locale.ROOT, ":%04X", port);
        return Stream.of("tcp", "tcp6")
                .flatMap(file -> lines(Path.of("/proc/self/net", file)).stream())
                .map(line -> line.strip().split("\\s+"))
                // Columns: number, local, remote, state, both queues.
                .filter(columns -> columns[1].endsWith(local) && columns[3].equals(LISTENING))
                .mapToInt(columns -> Integer.parseInt(columns[4].split(":")[1], 16))
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, US_ASCII).stream().skip(1).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
