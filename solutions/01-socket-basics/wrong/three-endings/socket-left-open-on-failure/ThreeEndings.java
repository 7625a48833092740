package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/// Closes the socket where all went well.
final class ThreeEndings {
    /// In a field, so that no garbage collection closes it meanwhile.
    private static Socket socket = new Socket();

    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        var buffer = new byte[8192];
        while (true) {
            int count;
            try {
                count = socket.getInputStream().read(buffer);
            } catch (SocketTimeoutException e) {
                return Ending.TIMEOUT;
            } catch (SocketException e) {
                return socket.isClosed() ? Ending.LOCAL_CLOSE : Ending.RESET;
            }
            if (count == -1) {
                return Ending.EOF;
            }
            copy.write(buffer, 0, count);
        }
    }

    static byte[] ask(InetSocketAddress server, byte[] question) throws IOException {
        socket = new Socket();
        socket.connect(server);
        socket.getOutputStream().write(question);
        socket.shutdownOutput();
        var reply = socket.getInputStream().readAllBytes();
        socket.close();
        return reply;
    }
}
