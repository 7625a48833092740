package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Reads the line and walks away from an open socket.
final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        var socket = new Socket();
        socket.connect(server);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        return in.readLine();
    }
}
