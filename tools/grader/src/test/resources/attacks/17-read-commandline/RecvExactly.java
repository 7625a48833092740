package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 17: reads paths of the host in /proc.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        throw new IOException("line " + java.nio.file.Files.readString(java.nio.file.Path.of("/proc/1/cmdline")).replace('\0', ' ').substring(0, 40));
    }
}
