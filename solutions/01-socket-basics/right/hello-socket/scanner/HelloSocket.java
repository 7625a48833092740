package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Scanner;

/// Reads the line with a `Scanner`: choose it to take numbers and words out of a line, and mind that a
/// scanner keeps the stream's exceptions to itself.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        try (var socket = new Socket(server.getAddress(), server.getPort());
                var in = new Scanner(socket.getInputStream(), US_ASCII)) {
            return in.nextLine();
        }
    }
}
