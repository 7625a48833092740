package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Has the writing of the copy in the same `try`.
final class ThreeEndings {
    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        try {
            socket.getInputStream().transferTo(copy);
            return Ending.EOF;
        } catch (SocketTimeoutException e) {
            return Ending.TIMEOUT;
        } catch (IOException e) {
            return socket.isClosed() ? Ending.LOCAL_CLOSE : Ending.RESET;
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
