package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Does not look at what read returns.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        in.read(bytes);
        return bytes;
    }
}
