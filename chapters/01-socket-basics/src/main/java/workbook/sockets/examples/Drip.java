package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A time limit of 120 ms, and five bytes that take more than twice as long.
final class Drip {
    private Drip() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var socket = new Socket(here, listening.getLocalPort());
                var peer = listening.accept()) {
            Thread.startVirtualThread(() -> drip(peer));
            // tag::drip[]
            socket.setSoTimeout(120);
            var begin = System.nanoTime();
            var bytes = socket.getInputStream().readNBytes(5);
            var millis = (System.nanoTime() - begin) / 1_000_000;
            System.out.println(bytes.length + " bytes after " + millis + " ms");
            // end::drip[]
        }
    }

    private static void drip(Socket peer) {
        try {
            // tag::peer[]
            for (var count = 0; count < 5; count++) {
                Thread.sleep(80);
                peer.getOutputStream().write('!');
            }
            // end::peer[]
        } catch (IOException | InterruptedException e) {
            System.out.println("the peer: " + e.getMessage());
        }
    }
}
