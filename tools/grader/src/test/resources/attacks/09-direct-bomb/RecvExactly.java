package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 9: direct buffers without end.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var all = new java.util.ArrayList<java.nio.ByteBuffer>();
        while (count > -1) {
            all.add(java.nio.ByteBuffer.allocateDirect(1 << 20));
        }
        return null;
    }
}
