package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 42: attaches to itself, asks for a heap dump by jcmd.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var done = new StringBuilder();
        for (var name : new String[]{"com.sun.tools.attach.VirtualMachine", "java.lang.instrument.Instrumentation", "jdk.internal.jvmstat.VmIdentifier"}) {
            try {
                Class.forName(name.replace("VmIdentifier", "x"));
                done.append(name).append(' ');
            } catch (ClassNotFoundException e) {
                // Not there.
            }
        }
        done.append(java.nio.file.Files.exists(java.nio.file.Path.of("/jdk/bin/jcmd")));
        throw new IOException("did [" + done + "]");
    }
}
