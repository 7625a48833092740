package workbook.chat.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Two threads that write lines to one socket, each line in two writes.
final class TwoWrites {
    private static final int LINES = 2_000;

    private TwoWrites() {}

    public static void main(String[] args) throws IOException {
        var here = InetAddress.getLoopbackAddress();
        try (var listening = new ServerSocket(0, 1, here);
                var reader = new Socket(here, listening.getLocalPort());
                var writer = listening.accept()) {
            writer.setTcpNoDelay(true);
            var out = writer.getOutputStream();
            Thread.startVirtualThread(() -> write(out, "ana"));
            Thread.startVirtualThread(() -> write(out, "bo"));
            var in = new BufferedReader(new InputStreamReader(reader.getInputStream(), US_ASCII));
            var broken = 0;
            for (var i = 0; i < 2 * LINES; i++) {
                var line = in.readLine();
                if (!line.equals("<ana> hello") && !line.equals("<bo> hello")) {
                    broken++;
                }
            }
            System.out.printf("%,d of %,d lines are broken%n", broken, 2 * LINES);
        }
    }

    private static void write(OutputStream out, String name) {
        try {
            for (var i = 0; i < LINES; i++) {
                // tag::line[]
                out.write(("<" + name + "> ").getBytes(US_ASCII));
                out.write("hello\r\n".getBytes(US_ASCII));
                // end::line[]
            }
        } catch (IOException e) {
            // The example is over.
        }
    }
}
