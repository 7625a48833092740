package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 39: an endless static initialiser.
final class RecvExactly {
    private RecvExactly() {}

    static {
        var spins = 0L;
        while (System.nanoTime() != 0) {
            spins++;
        }
    }

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        return null;
    }
}
