package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Knows one of the two line ends only.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        var line = new StringBuilder();
        try (var socket = new Socket()) {
            socket.connect(server);
            var in = socket.getInputStream();
            for (var b = in.read(); b != '\n'; b = in.read()) {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
