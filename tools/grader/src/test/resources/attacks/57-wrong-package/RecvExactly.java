package my.answers;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 57: is in another package than the stub.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }
}
