package workbook.chat.examples;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;

/// Reads from one peer, asks it every five seconds, and says what each call was told.
final class Gone {
    private Gone() {}

    public static void main(String[] args) throws IOException {
        try (var listener = new ServerSocket(4_000); var socket = listener.accept()) {
            var begin = Instant.now();
            // tag::gone[]
            socket.setSoTimeout(5_000);
            while (true) {
                var told = told(socket.getInputStream());
                System.out.println(Duration.between(begin, Instant.now()).toSeconds() + " s  read   " + told);
                if (!told.contains("Timeout")) {
                    return;
                }
                try {
                    socket.getOutputStream().write('?');
                    System.out.println("     write  fine");
                } catch (IOException e) {
                    System.out.println("     write  " + e);
                }
            }
            // end::gone[]
        }
    }

    private static String told(InputStream in) {
        try {
            return Integer.toString(in.read());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
