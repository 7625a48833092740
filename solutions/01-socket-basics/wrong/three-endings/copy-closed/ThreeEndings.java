package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/// Tidies up the stream that it was given.
final class ThreeEndings {
    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        try (copy) {
            var in = socket.getInputStream();
            var buffer = new byte[8192];
            for (var count = in.read(buffer); count != -1; count = in.read(buffer)) {
                copy.write(buffer, 0, count);
            }
            return Ending.EOF;
        } catch (SocketTimeoutException e) {
            return Ending.TIMEOUT;
        } catch (SocketException e) {
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
