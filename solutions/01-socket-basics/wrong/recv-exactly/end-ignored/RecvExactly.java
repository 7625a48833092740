package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Adds the -1 of the stream's end to its count.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var received = 0;
        while (received < count) {
            received += in.read(bytes, received, count - received);
        }
        return bytes;
    }
}
