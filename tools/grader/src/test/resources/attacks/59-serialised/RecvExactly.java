package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 59: leaves an object that runs code when it is read.
final class RecvExactly {
    private RecvExactly() {}

    static final class Bomb extends IOException {
        private Object readResolve() {
            System.exit(0);
            return this;
        }
    }

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        throw new Bomb();
    }
}
