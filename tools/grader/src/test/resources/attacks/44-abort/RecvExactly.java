package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 44: has the JVM die of a signal.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "kill -SEGV " + ProcessHandle.current().pid()).start();
        while (count > -1) {
            Thread.onSpinWait();
        }
        return null;
    }
}
