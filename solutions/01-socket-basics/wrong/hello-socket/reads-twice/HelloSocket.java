package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Reads the line to see whether there is one, and then reads on.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            if (in.readLine() != null) {
                return in.readLine();
            }
            return "";
        }
    }
}
