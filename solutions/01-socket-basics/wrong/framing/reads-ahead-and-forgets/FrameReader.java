package workbook.sockets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads messages out of a stream of bytes, each in a frame of its own: a length of four bytes, most
/// significant byte first, then as many bytes of message.
final class FrameReader {
    /// The longest message that is taken, in bytes: 16 MiB.
    static final int MAX = 1 << 24;

    private final InputStream in;

    /// Reads from this stream, which nobody else reads from and which stays open.
    FrameReader(InputStream in) {
        this.in = in;
    }

    /// The next message, in an array of its own; an empty `Optional` when the stream ends where a frame would begin.
    Optional<byte[]> next() throws IOException {
        var in = new BufferedInputStream(this.in);
        var header = in.readNBytes(4);
        if (header.length == 0) {
            return Optional.empty();
        }
        var length = ByteBuffer.wrap(whole(header, 4)).getInt();
        if (length < 0 || length > MAX) {
            throw new ProtocolException("a frame of " + Integer.toUnsignedString(length) + " bytes is too long");
        }
        return Optional.of(whole(in.readNBytes(length), length));
    }

    private static byte[] whole(byte[] bytes, int count) throws EOFException {
        if (bytes.length < count) {
            throw new EOFException("the stream ended inside a frame");
        }
        return bytes;
    }
}
