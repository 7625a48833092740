package workbook.sockets;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reports a broken connection as one that was closed in peace.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        try {
            new DataInputStream(in).readFully(bytes);
        } catch (IOException e) {
            throw new EOFException("the connection ended");
        }
        return bytes;
    }
}
