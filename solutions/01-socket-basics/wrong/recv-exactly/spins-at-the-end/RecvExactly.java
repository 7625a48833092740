package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Takes the stream's end for a pause, and asks for ever.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var received = 0;
        while (received < count) {
            var read = in.read(bytes, received, count - received);
            if (read > 0) {
                received += read;
            }
        }
        return bytes;
    }
}
