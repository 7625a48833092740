package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Optional;

/// Puts the length together, and takes it apart, by shifts: choose it where no class of the library knows the
/// order of the bytes, as with lengths of three bytes.
final class FrameReader {
    static final int MAX = 1 << 24;

    private final InputStream in;

    FrameReader(InputStream in) {
        this.in = in;
    }

    Optional<byte[]> next() throws IOException {
        var length = 0;
        for (var i = 0; i < 4; i++) {
            var value = in.read();
            if (value < 0 && i == 0) {
                return Optional.empty();
            }
            length = length << 8 | orEnd(value);
        }
        if (Integer.compareUnsigned(length, MAX) > 0) {
            throw new ProtocolException("length " + Integer.toUnsignedString(length));
        }
        var message = new byte[length];
        var received = 0;
        while (received < length) {
            received += orEnd(in.read(message, received, length - received));
        }
        return Optional.of(message);
    }

    private static int orEnd(int result) throws EOFException {
        if (result < 0) {
            throw new EOFException();
        }
        return result;
    }
}
