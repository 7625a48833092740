package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 54: makes a user namespace of its own.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        throw new IOException("namespaces left: " + java.nio.file.Files.readString(java.nio.file.Path.of("/proc/sys/user/max_user_namespaces")).strip());
    }
}
