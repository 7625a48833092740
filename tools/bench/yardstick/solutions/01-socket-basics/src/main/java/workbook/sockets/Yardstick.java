package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Reads a message whose length is known.
final class Yardstick {
    private Yardstick() {}

    static byte[] message(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        for (var received = 0; received < count;) {
            received += in.read(bytes, received, count - received);
        }
        return bytes;
    }
}
