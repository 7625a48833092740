package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;

final class HelloSocket {
    private HelloSocket() {}

    static String greeting(InetSocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            var letters = new char[256];
            var count = 0;
            while (count < letters.length) {
                var letter = in.read();
                if (letter == -1 || letter == '\n') {
                    break;
                }
                letters[count++] = (char) letter;
            }
            var line = new String(letters, 0, count);
            return line.endsWith("\r") ? line.substring(0, count - 1) : line;
        }
    }
}
