package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Reads one byte at a time: choose it for a handful of bytes, or behind a buffer, since each read of a
/// socket's own stream is a call to the kernel.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) {
            var b = in.read();
            if (b < 0) {
                throw new EOFException("no byte " + i);
            }
            bytes[i] = (byte) b;
        }
        return bytes;
    }
}
