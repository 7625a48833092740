package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 8: the heap filled.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var all = new java.util.ArrayList<byte[]>();
        while (count > -1) {
            all.add(new byte[1 << 20]);
        }
        return null;
    }
}
