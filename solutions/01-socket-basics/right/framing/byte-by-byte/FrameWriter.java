package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;

/// Shifts the four bytes of the length out by hand, one after the other.
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
        for (var shift = 24; shift >= 0; shift -= 8) {
            out.write(message.length >>> shift);
        }
        out.write(message, 0, message.length);
        out.flush();
    }
}
