package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Hands out half a message where the connection broke.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var received = 0;
        try {
            while (received < count) {
                var read = in.read(bytes, received, count - received);
                if (read == -1) {
                    throw new EOFException();
                }
                received += read;
            }
        } catch (EOFException e) {
            throw e;
        } catch (IOException e) {
            return Arrays.copyOf(bytes, received);
        }
        return bytes;
    }
}
