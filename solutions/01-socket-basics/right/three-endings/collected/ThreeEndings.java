package workbook.sockets;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Gathers all bytes, and copies them when the ending is known: choose it where the copy is to be made in one
/// piece, of a reply that fits into memory.
final class ThreeEndings {
    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        var gathered = new ByteArrayOutputStream();
        var ending = gather(socket, gathered);
        gathered.writeTo(copy);
        return ending;
    }

    private static Ending gather(Socket socket, ByteArrayOutputStream gathered) {
        try {
            var in = new BufferedInputStream(socket.getInputStream());
            for (var value = in.read(); value >= 0; value = in.read()) {
                gathered.write(value);
            }
            return Ending.EOF;
        } catch (SocketTimeoutException e) {
            return Ending.TIMEOUT;
        } catch (IOException e) {
            return socket.isClosed() ? Ending.LOCAL_CLOSE : Ending.RESET;
        }
    }

    static byte[] ask(InetSocketAddress server, byte[] question) throws IOException {
        try (var socket = new Socket(server.getAddress(), server.getPort())) {
            socket.getOutputStream().write(question);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }
}
