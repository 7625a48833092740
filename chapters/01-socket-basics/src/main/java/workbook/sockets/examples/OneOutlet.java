package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// One listening socket and two connections to it, all in one program, and the ports of each.
final class OneOutlet {
    private OneOutlet() {}

    public static void main(String[] args) throws IOException {
        // tag::plugs[]
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 50, here); // on any free port
                var firstClient = new Socket(here, listening.getLocalPort());
                var secondClient = new Socket(here, listening.getLocalPort());
                var firstAtServer = listening.accept();
                var secondAtServer = listening.accept()) {
            System.out.println("a listening socket on port " + listening.getLocalPort());
            for (var socket : List.of(firstClient, secondClient,
                    firstAtServer, secondAtServer)) {
                System.out.println("a socket on port " + socket.getLocalPort()
                        + ", connected to port " + socket.getPort());
            }
        }
        // end::plugs[]
    }
}
