package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 43: writes the JVM's memory through /proc/self/mem.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        try (var memory = new java.io.RandomAccessFile("/proc/self/mem", "rw")) {
            throw new IOException("opened");
        } catch (java.io.FileNotFoundException e) {
            throw new IOException("kept out: " + e.getMessage());
        }
    }
}
