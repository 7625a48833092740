package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Takes one byte after another, up to the line feed: choose it where something that is no text follows the
/// line, for it reads nothing ahead.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        var line = new StringBuilder();
        try (var socket = new Socket()) {
            socket.connect(server);
            var in = socket.getInputStream();
            for (var b = in.read(); b != '\n' && b != -1; b = in.read()) {
                if (b != '\r') {
                    line.append((char) b);
                }
            }
        }
        return line.toString();
    }
}
