package workbook.socketserver.examples;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Reads 200,000 bytes from a socket, one at a time: from the socket's own stream, and through a buffer.
final class ByteByByte {
    private static final int BYTES = 200_000;

    private ByteByByte() {}

    private static long count(InputStream in) throws IOException {
        // tag::read[]
        var count = 0L;
        while (in.read() >= 0) {
            count++;
        }
        // end::read[]
        return count;
    }

    private interface Streams {
        InputStream of(InputStream in);
    }

    private static void time(String name, Streams streams) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var sender = new Socket(here, listening.getLocalPort());
                var receiver = listening.accept()) {
            var writer = Thread.startVirtualThread(() -> {
                try {
                    sender.getOutputStream().write(new byte[BYTES]);
                    sender.shutdownOutput();
                } catch (IOException e) {
                    System.out.println("not sent: " + e);
                }
            });
            var begun = System.nanoTime();
            var count = count(streams.of(receiver.getInputStream()));
            System.out.println(name + count + " bytes in " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] args) throws IOException {
        // Once for nothing, so that Java has compiled what it will.
        time("             ", in -> in);
        time("as it is:    ", in -> in);
        time("with buffer: ", BufferedInputStream::new);
    }
}
