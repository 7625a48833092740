package workbook.engine.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/// Carries messages over a UNIX-domain socket: a four-byte length, then the message.
///
/// Nothing is ever deserialized: an answer runs on the other side.
public final class Wire implements Closeable {
    private static final int LONGEST = 4 << 20;

    private final ByteChannel channel;

    public Wire(ByteChannel channel) {
        this.channel = channel;
    }

    /// May be called by several threads.
    public void send(Message message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(0);
            MessageCodec.write(message, out);
        }
        var frame = ByteBuffer.wrap(bytes.toByteArray());
        frame.putInt(0, frame.limit() - Integer.BYTES);
        synchronized (this) {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        }
    }

    /// The next message, or nothing at the end.
    ///
    /// @throws IOException also if what arrives is not a message
    public Optional<Message> receive() throws IOException {
        var header = ByteBuffer.allocate(Integer.BYTES);
        if (!fill(header)) {
            return Optional.empty();
        }
        var length = header.getInt(0);
        if (length < 1 || length > LONGEST) {
            throw new IOException("a message of " + length + " bytes was announced");
        }
        var body = ByteBuffer.allocate(length);
        if (!fill(body)) {
            throw new EOFException("the connection ended inside a message");
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(body.array()))) {
            return Optional.of(MessageCodec.read(in));
        }
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
