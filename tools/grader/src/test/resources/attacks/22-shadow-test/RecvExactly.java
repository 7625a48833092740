package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 22: declares the test's own class.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        return null;
    }
}

class RecvExactlyTest {
    @org.junit.jupiter.api.Test
    void passes() {
        // Nothing to do.
    }
}
