package workbook.sockets;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A `DataInputStream` has this very method, and no buffer of its own that could take too much.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        new DataInputStream(in).readFully(bytes);
        return bytes;
    }
}
