package workbook.sockets.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;

/// A listening socket that accepts nobody, and clients that call it until one is not let in.
final class FullQueue {
    private FullQueue() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        var clients = new ArrayList<Socket>();
        // tag::queue[]
        try (var listening = new ServerSocket(0, 2, here)) { // backlog 2
            while (true) {
                var client = new Socket();
                clients.add(client);
                client.connect(listening.getLocalSocketAddress(), 1000);
                client.getOutputStream().write("hello".getBytes(US_ASCII));
                System.out.println("client " + clients.size()
                        + " is connected, and has sent 5 bytes");
            }
        } catch (SocketTimeoutException e) {
            System.out.println("client " + clients.size()
                    + " has waited a second: " + e.getMessage());
        }
        // end::queue[]
        for (var client : clients) {
            client.close();
        }
    }
}
