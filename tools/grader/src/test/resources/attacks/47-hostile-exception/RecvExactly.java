package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 47: an exception whose message never ends.
final class RecvExactly {
    private RecvExactly() {}

    static final class Endless extends RuntimeException {
        @Override
        public String getMessage() {
            while (System.nanoTime() != 0) {
                Thread.onSpinWait();
            }
            return "";
        }
    }

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        throw new Endless();
    }
}
