package workbook.chat.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Two programs that send much to each other, and read only when they have sent all of it.
final class BothWrite {
    private static final int MUCH = 30_000_000;

    private BothWrite() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var one = new Socket(here, listening.getLocalPort());
                var other = listening.accept()) {
            // tag::talk[]
            var sent = new AtomicLong();
            var received = new AtomicLong();
            for (var socket : new Socket[]{one, other}) {
                Thread.startVirtualThread(() -> {
                    write(socket, sent);
                    read(socket, received);
                });
            }
            // end::talk[]
            for (var second = 1; second <= 3; second++) {
                Thread.sleep(Duration.ofSeconds(1));
                System.out.printf("second %d: %,d of %,d bytes sent, %,d received%n", second, sent.get(), 2L * MUCH,
                        received.get());
            }
        }
    }

    private static void write(Socket socket, AtomicLong sent) {
        try {
            OutputStream out = socket.getOutputStream();
            for (var left = MUCH; left > 0; left -= 1_000) {
                out.write(new byte[1_000]);
                sent.addAndGet(1_000);
            }
        } catch (IOException e) {
            // The example is over.
        }
    }

    private static void read(Socket socket, AtomicLong received) {
        try {
            InputStream in = socket.getInputStream();
            for (var count = in.read(new byte[8_192]); count >= 0; count = in.read(new byte[8_192])) {
                received.addAndGet(count);
            }
        } catch (IOException e) {
            // The example is over.
        }
    }
}
