package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Takes what one read returns for the whole line.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            var buffer = new byte[1024];
            var read = socket.getInputStream().read(buffer);
            return new String(buffer, 0, read, US_ASCII).strip();
        }
    }
}
