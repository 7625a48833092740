package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;

/// Writes the stream as a channel.
final class FrameWriter {
    static final int MAX = 1 << 24;

    private final OutputStream out;

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    void write(byte[] message) throws IOException {
        if (message.length > MAX) {
            throw new ProtocolException("length " + message.length);
        }
        var channel = Channels.newChannel(out);
        channel.write(ByteBuffer.allocate(4).putInt(message.length).flip());
        channel.write(ByteBuffer.wrap(message));
        out.flush();
    }
}
