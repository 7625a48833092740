package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes messages so that a reader can tell where each one ends: a length of four bytes, most significant
/// byte first, then the message.
final class FrameWriter {
    /// The longest message that is sent, in bytes: 16 MiB.
    static final int MAX = 1 << 24;

    private final OutputStream out;

    /// Writes to this stream, which stays open.
    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /// Writes one message in its frame. When it returns, the whole frame is on its way: nothing waits in a buffer.
    void write(byte[] message) throws IOException {
        if (message.length > MAX) {
            throw new ProtocolException("a message of " + message.length + " bytes is too long");
        }
        // One array and one write: two small writes may travel in two segments.
        out.write(ByteBuffer.allocate(4 + message.length).order(ByteOrder.LITTLE_ENDIAN).putInt(message.length).put(message).array());
        out.flush();
    }
}
