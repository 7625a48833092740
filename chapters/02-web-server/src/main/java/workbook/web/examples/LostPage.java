package workbook.web.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;

/// A client that sends a megabyte, and a server that has answered after the first bytes: twice.
final class LostPage {
    private LostPage() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        for (var lingers : new boolean[]{false, true}) {
            try (var listening = ServerSocketChannel.open().bind(new InetSocketAddress(here, 0));
                    var client = new Socket(here, listening.socket().getLocalPort())) {
                Thread.startVirtualThread(() -> refuse(listening, lingers));
                System.out.println(lingers ? "reads on, then closes:" : "closes at once:");
                // tag::client[]
                try {
                    client.getOutputStream().write(new byte[1_000_000]);
                    System.out.println("  all was sent");
                    var page = client.getInputStream().readAllBytes();
                    System.out.println("  the page: " + new String(page, US_ASCII));
                } catch (IOException e) {
                    System.out.println("  " + e.getMessage());
                }
                // end::client[]
            }
        }
    }

    private static void refuse(ServerSocketChannel listening, boolean lingers) {
        try {
            // tag::server[]
            var socket = listening.accept().socket();
            socket.getInputStream().read(new byte[100]);
            socket.getOutputStream().write("413".getBytes(US_ASCII));
            if (lingers) {
                socket.shutdownOutput();
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
            socket.close();
            // end::server[]
        } catch (IOException e) {
            System.out.println("the server: " + e.getMessage());
        }
    }
}
