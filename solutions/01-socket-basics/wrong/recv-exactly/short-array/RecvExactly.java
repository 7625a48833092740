package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Leaves it to the caller to notice that bytes are missing.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        return in.readNBytes(count);
    }
}
