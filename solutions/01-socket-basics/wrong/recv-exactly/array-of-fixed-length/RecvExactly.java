package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var buffer = new byte[4096];
        var received = 0;
        while (received < count) {
            var read = in.read(buffer, received, Math.min(count, buffer.length) - received);
            if (read == -1) {
                throw new EOFException();
            }
            received += read;
            if (received == buffer.length) {
                break;
            }
        }
        return java.util.Arrays.copyOf(buffer, received);
    }
}
