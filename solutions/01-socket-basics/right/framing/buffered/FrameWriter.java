package workbook.sockets;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;

/// Gathers a frame in a buffer, and sends it on before it returns.
final class FrameWriter {
    static final int MAX = 1 << 24;

    private final DataOutputStream out;

    FrameWriter(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    void write(byte[] message) throws IOException {
        if (message.length > MAX) {
            throw new ProtocolException("length " + message.length);
        }
        out.writeInt(message.length);
        out.write(message);
        out.flush();
    }
}
