package workbook.sockets;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicReference;

/// Reads on a virtual thread and waits for it: choose it where the caller has to be able to give up, for a
/// wait for a thread ends at an interrupt, and a read of a socket may not.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var bytes = new byte[count];
        var failure = new AtomicReference<IOException>();
        var reader = Thread.ofVirtual().start(() -> {
            try {
                new DataInputStream(in).readFully(bytes);
            } catch (IOException e) {
                failure.set(e);
            }
        });
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return bytes;
    }
}
