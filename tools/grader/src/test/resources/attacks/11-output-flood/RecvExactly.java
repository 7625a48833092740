package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 11: standard output flooded.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        while (count > -1) {
            System.out.println("x".repeat(1000));
        }
        return null;
    }
}
