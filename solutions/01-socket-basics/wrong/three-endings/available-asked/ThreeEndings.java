package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Reads what has arrived, and takes nothing for the end.
final class ThreeEndings {
    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        var in = socket.getInputStream();
        while (in.available() > 0) {
            copy.write(in.readNBytes(in.available()));
        }
        return Ending.EOF;
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
