package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/// Treats the streams as channels and fills a `ByteBuffer`: choose it where the rest of the program works
/// with channels and buffers.
final class FrameReader {
    static final int MAX = 1 << 24;

    private final ReadableByteChannel in;

    FrameReader(InputStream in) {
        this.in = Channels.newChannel(in);
    }

    Optional<byte[]> next() throws IOException {
        var header = fill(ByteBuffer.allocate(4));
        if (header.position() == 0) {
            return Optional.empty();
        }
        var length = whole(header).getInt();
        if (length < 0 || length > MAX) {
            throw new ProtocolException("length " + length);
        }
        return Optional.of(whole(fill(ByteBuffer.allocate(length))).array());
    }

    private ByteBuffer fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && in.read(buffer) >= 0) {
            // Not full, and not at the end.
        }
        return buffer;
    }

    private static ByteBuffer whole(ByteBuffer buffer) throws EOFException {
        if (buffer.hasRemaining()) {
            throw new EOFException();
        }
        return buffer.flip();
    }
}
