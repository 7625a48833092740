package workbook.sockets.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// A write that nobody reads, and how another thread ends it.
final class StuckWrite {
    private StuckWrite() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var socket = new Socket(here, listening.getLocalPort());
                var peer = listening.accept()) {
            // tag::stuck[]
            socket.setSoTimeout(100);
            var writer = Thread.startVirtualThread(() -> {
                try {
                    socket.getOutputStream().write(new byte[50_000_000]);
                } catch (IOException e) {
                    System.out.println("the write ended with " + e);
                }
            });
            var written = writer.join(Duration.ofMillis(500));
            System.out.println("written within 500 ms: " + written);
            socket.close();
            writer.join();
            // end::stuck[]
        }
    }
}
