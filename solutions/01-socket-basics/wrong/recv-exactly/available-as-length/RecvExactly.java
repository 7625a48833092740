package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Asks how much has arrived, as if that were all that will.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[Math.min(count, in.available())];
        in.read(bytes);
        return bytes;
    }
}
