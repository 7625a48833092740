package workbook.sockets;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Puts a buffer between, which reads ahead and is thrown away with what it holds.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        new DataInputStream(new BufferedInputStream(in)).readFully(bytes);
        return bytes;
    }
}
