package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 58: text that would be markup, a command or a formula elsewhere.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        throw new IOException("<script>alert(1)</script>\u001b[2J\u001b]0;x\u0007 ::notice::pass \u202Ereversed =cmd|' /C calc'!A0 ]]> \r\n");
    }
}
