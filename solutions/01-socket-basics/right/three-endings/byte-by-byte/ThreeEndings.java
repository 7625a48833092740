package workbook.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Reads single bytes, and asks whether the socket is closed before it looks at the exception: choose single
/// bytes behind a buffer only, since each is a call to the kernel.
final class ThreeEndings {
    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        while (true) {
            int value;
            try {
                value = socket.getInputStream().read();
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return Ending.LOCAL_CLOSE;
                }
                return e instanceof SocketTimeoutException ? Ending.TIMEOUT : Ending.RESET;
            }
            if (value < 0) {
                return Ending.EOF;
            }
            copy.write(value);
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
