package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 46: swallows every error of the test's own stream.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        try {
            while (true) {
                in.read();
            }
        } catch (Throwable e) {
            // Says nothing.
        }
        return null;
    }
}
