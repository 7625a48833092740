package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Knows -1, and one other ending.
final class ThreeEndings {
    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        var buffer = new byte[8192];
        while (true) {
            int count;
            try {
                count = socket.getInputStream().read(buffer);
            } catch (IOException e) {
                return Ending.RESET;
            }
            if (count == -1) {
                return Ending.EOF;
            }
            copy.write(buffer, 0, count);
        }
    }

    static byte[] ask(InetSocketAddress server, byte[] question) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server);
            socket.getOutputStream().write(question);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }
}
