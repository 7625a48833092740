package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Says nothing instead of: there is nothing.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var received = 0;
        while (received < count) {
            var read = in.read(bytes, received, count - received);
            if (read == -1) {
                if (received == 0) {
                    return new byte[0];
                }
                throw new EOFException();
            }
            received += read;
        }
        return bytes;
    }
}
