package workbook.sockets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// Asks through a channel: choose it where the question is in a `ByteBuffer` already.
final class ThreeEndings {
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
        try (var channel = SocketChannel.open(server)) {
            var unsent = ByteBuffer.wrap(question);
            while (unsent.hasRemaining()) {
                channel.write(unsent);
            }
            channel.shutdownOutput();
            var reply = new ByteArrayOutputStream();
            var buffer = ByteBuffer.allocate(512);
            while (channel.read(buffer) != -1) {
                reply.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return reply.toByteArray();
        }
    }
}
