package workbook.chat.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A line for everyone, written to one after the other, while one of them reads nothing.
final class OneFrozen {
    private static final int LINES = 200;
    private static final int SMALL = 4_096;

    private OneFrozen() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 3, here);
                var ana = new Socket(here, listening.getLocalPort());
                var toAna = listening.accept();
                var bo = small(listening);
                var toBo = listening.accept();
                var cy = new Socket(here, listening.getLocalPort());
                var toCy = listening.accept()) {
            toBo.setSendBufferSize(SMALL);
            var line = "x".repeat(998) + "\r\n";
            // tag::round[]
            var members = List.of(toAna, toBo, toCy);
            Thread.startVirtualThread(() -> {
                for (var i = 0; i < LINES; i++) {
                    for (var member : members) {
                        write(member, line);
                    }
                }
            });
            // end::round[]
            var anas = counted(ana);
            var cys = counted(cy);
            for (var second = 1; second <= 3; second++) {
                Thread.sleep(Duration.ofSeconds(1));
                System.out.printf("second %d: ana has %,d of %,d bytes, cy %,d%n", second, anas.get(),
                        LINES * line.length(), cys.get());
            }
        }
    }

    /// Bo, who connects and never reads.
    private static Socket small(ServerSocket listening) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(SMALL);
        socket.connect(listening.getLocalSocketAddress());
        return socket;
    }

    private static void write(Socket member, String line) {
        try {
            member.getOutputStream().write(line.getBytes(US_ASCII));
        } catch (IOException e) {
            // The example is over.
        }
    }

    private static AtomicLong counted(Socket socket) {
        var count = new AtomicLong();
        Thread.startVirtualThread(() -> {
            try {
                var bytes = new byte[8_192];
                for (var read = 0; read >= 0; read = socket.getInputStream().read(bytes)) {
                    count.addAndGet(read);
                }
            } catch (IOException e) {
                // The example is over.
            }
        });
        return count;
    }
}
