package workbook.sockets;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Optional;

/// Leaves the four bytes of the length to `DataInputStream` and `DataOutputStream`, which put the most
/// significant byte first: choose it where a protocol consists of numbers in that order.
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
        var first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        var data = new DataInputStream(in);
        var length = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
        if (length < 0 || length > MAX) {
            throw new ProtocolException("a frame of " + Integer.toUnsignedString(length) + " bytes is too long");
        }
        var message = new byte[length];
        data.readFully(message);
        return Optional.of(message);
    }
}
