package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;

/// Shifts the four bytes of the length out by hand.
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
        for (var value : message) {
            out.write(value);
        }
        out.flush();
    }
}
