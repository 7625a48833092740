package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 7: a process that outlives the run.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "(sleep 600 &) ; exit 0").start();
        return null;
    }
}
