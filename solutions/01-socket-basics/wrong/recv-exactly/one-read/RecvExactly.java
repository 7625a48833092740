package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Takes fewer bytes than it asked for as the stream's end.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var read = in.read(bytes);
        if (read < count) {
            throw new EOFException("only " + read + " bytes");
        }
        return bytes;
    }
}
