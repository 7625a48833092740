package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reads before it asks whether anything is to be read.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var received = 0;
        do {
            var read = in.read(bytes, received, count - received);
            if (read <= 0) {
                throw new EOFException();
            }
            received += read;
        } while (received < count);
        return bytes;
    }
}
