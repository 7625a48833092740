package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 2: Runtime.halt(0), which runs no hook.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        Runtime.getRuntime().halt(0);
        return null;
    }
}
