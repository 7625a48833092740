package workbook.sockets;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Lets `transferTo` copy, through a stream that remembers whether it was the copy that failed: choose it
/// where a kind of stream may know a faster way to copy than a loop.
final class ThreeEndings {
    private ThreeEndings() {}

    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        var observed = new Observed(copy);
        try {
            socket.getInputStream().transferTo(observed);
            return Ending.EOF;
        } catch (IOException e) {
            if (observed.failed) {
                throw e;
            }
            if (e instanceof SocketTimeoutException) {
                return Ending.TIMEOUT;
            }
            return socket.isClosed() ? Ending.LOCAL_CLOSE : Ending.RESET;
        }
    }

    private static final class Observed extends FilterOutputStream {
        boolean failed;

        Observed(OutputStream copy) {
            super(copy);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
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
