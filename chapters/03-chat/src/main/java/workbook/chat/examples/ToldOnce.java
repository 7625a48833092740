package workbook.chat.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/// A connection is reset, and the client writes before it reads.
final class ToldOnce {
    private ToldOnce() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var client = new Socket(here, listening.getLocalPort());
                var server = listening.accept()) {
            // tag::told[]
            server.setSoLinger(true, 0);
            server.close();

            try {
                client.getOutputStream().write(1);
            } catch (SocketException e) {
                System.out.println("write(1)  " + e.getMessage());
            }
            System.out.println("read()    " + client.getInputStream().read());
            // end::told[]
        }
    }
}
