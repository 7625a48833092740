package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

final class RecvExactly {
    private RecvExactly() {}

    private static byte[] bytes = new byte[0];

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        if (bytes.length != count) {
            bytes = new byte[count];
        }
        var received = 0;
        while (received < count) {
            var read = in.read(bytes, received, count - received);
            if (read == -1) {
                throw new EOFException();
            }
            received += read;
        }
        return bytes;
    }
}
