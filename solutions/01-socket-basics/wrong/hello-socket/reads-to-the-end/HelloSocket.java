package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Waits for the end of the conversation, though the greeting ended with its line.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            return new String(socket.getInputStream().readAllBytes(), US_ASCII).strip();
        }
    }
}
