package workbook.sockets;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Optional;

/// Reads ahead through one buffer that lasts as long as the conversation, and gathers each frame in another
/// before it is sent: choose it for many small messages, since every read of a socket's own stream is a call
/// to the kernel.
final class FrameReader {
    static final int MAX = 1 << 24;

    private final DataInputStream in;

    FrameReader(InputStream in) {
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    Optional<byte[]> next() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return Optional.empty();
        }
        in.reset();
        var length = in.readInt();
        if (length < 0 || length > MAX) {
            throw new ProtocolException("length " + length);
        }
        var message = new byte[length];
        in.readFully(message);
        return Optional.of(message);
    }
}
