package workbook.sockets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Attack 52: calls a machine outside, and asks for a name.
final class RecvExactly {
    private RecvExactly() {}

    static byte[] recvExactly(InputStream in, int count) throws IOException {
        var said = "";
        try (var socket = new java.net.Socket("192.0.2.1", 80)) {
            said = "connected";
        } catch (IOException e) {
            said = e.getMessage();
        }
        try {
            said += java.net.InetAddress.getByName("secret.example.org");
        } catch (java.net.UnknownHostException e) {
            said += ", no name";
        }
        throw new IOException("outside: " + said);
    }
}
