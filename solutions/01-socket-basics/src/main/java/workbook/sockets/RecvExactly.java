package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reads a known number of bytes, however the network has cut them up.
///
/// `InputStream.readNBytes` does the same, but returns a short array where this one reports the end.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var received = 0;
        while (received < count) {
            var read = in.read(bytes, received, count - received);
            if (read == -1) {
                throw new EOFException("the stream ended after " + received + " of " + count + " bytes");
            }
            received += read;
        }
        return bytes;
    }
}
