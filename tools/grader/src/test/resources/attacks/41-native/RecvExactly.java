package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 41: Unsafe, foreign functions, System.load.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var done = new StringBuilder();
        try {
            Class.forName("sun.misc.Unsafe");
            done.append("unsafe ");
        } catch (ClassNotFoundException e) {
            // Not there.
        }
        try {
            var linker = java.lang.foreign.Linker.nativeLinker();
            linker.downcallHandle(linker.defaultLookup().findOrThrow("getpid"), java.lang.foreign.FunctionDescriptor.of(java.lang.foreign.ValueLayout.JAVA_INT));
            done.append("foreign ");
        } catch (RuntimeException e) {
            // Denied.
        }
        try {
            java.lang.foreign.MemorySegment.ofAddress(4096).reinterpret(8);
            done.append("memory ");
        } catch (RuntimeException e) {
            // Denied.
        }
        try {
            System.load("/jdk/lib/libnet.so");
            done.append("load ");
        } catch (RuntimeException | Error e) {
            // Denied.
        }
        throw new IOException("did [" + done + "]");
    }
}
