package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Stops after the line feed, and keeps it.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        var line = new StringBuilder();
        try (var socket = new Socket()) {
            socket.connect(server);
            var in = socket.getInputStream();
            int b;
            do {
                b = in.read();
                line.append((char) b);
            } while (b != '\n');
        }
        return line.toString();
    }
}
