package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Narrows to a byte before it asks for -1, and so takes 0xff for the end.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) {
            var b = (byte) in.read();
            if (b == -1) {
                throw new EOFException();
            }
            bytes[i] = b;
        }
        return bytes;
    }
}
