package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reads every piece over the one before.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var received = 0;
        while (received < count) {
            var read = in.read(bytes);
            if (read == -1) {
                throw new EOFException();
            }
            received += read;
        }
        return bytes;
    }
}
