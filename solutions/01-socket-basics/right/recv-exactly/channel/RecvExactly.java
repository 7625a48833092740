package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;

/// Leaves the counting to a `ByteBuffer`: choose it where the bytes are decoded from a buffer next.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var buffer = ByteBuffer.allocate(count);
        var channel = Channels.newChannel(in);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) == -1) {
                throw new EOFException(buffer.remaining() + " bytes are missing");
            }
        }
        return buffer.array();
    }
}
