package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 45: kills the runner from a child.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "kill -QUIT " + ProcessHandle.current().pid() + "; kill -KILL " + ProcessHandle.current().pid()).start();
        while (count > -1) {
            Thread.onSpinWait();
        }
        return null;
    }
}
