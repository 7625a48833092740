package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        try {
            var bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException();
            }
            return bytes;
        } catch (EOFException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("could not receive " + count + " bytes", e);
        }
    }
}
