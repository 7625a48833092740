package workbook.sockets;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Calls `readFully` of a `DataInputStream`, which does this very thing and reads nothing ahead: choose it
/// wherever the library may do the work.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        new DataInputStream(in).readFully(bytes);
        return bytes;
    }
}
