package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 10: native memory by an Arena.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        while (count > -1) {
            var block = java.lang.foreign.Arena.global().allocate(64 << 20);
            block.fill((byte) 1);
        }
        return null;
    }
}
