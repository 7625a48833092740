package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Stores the -1 of the stream's end as if it were a byte, 0xff.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) {
            bytes[i] = (byte) in.read();
        }
        return bytes;
    }
}
