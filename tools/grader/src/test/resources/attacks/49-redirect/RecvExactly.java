package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 49: looks for a compiler, or the reference, to call.
final class RecvExactly {
    private RecvExactly() {}

    private static String javaCompiler() {
        try {
            return Class.forName("javax.tools.ToolProvider").getName();
        } catch (ClassNotFoundException e) {
            return "no compiler";
        }
    }

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var found = new StringBuilder();
        for (var place : new String[]{"/jdk/bin/javac", "/usr/bin/javac", "/usr/bin/python3", "/usr/bin/curl"}) {
            if (java.nio.file.Files.exists(java.nio.file.Path.of(place))) {
                found.append(place).append(' ');
            }
        }
        throw new IOException("found [" + found + "] " + javaCompiler());
    }
}
