import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Clients that ask once, keep the connection, and say nothing more.
final class IdleClients implements AutoCloseable {
    private final int port;
    private final List<Socket> sockets = new ArrayList<>();

    IdleClients(int port) {
        this.port = port;
    }

    /// Opens so many.
    ///
    /// @return how many of them were answered
    int open(int count, String target) {
        var answered = 0;
        var buffer = new byte[64 * 1024];
        for (var i = 0; i < count; i++) {
            try {
                var socket = new Socket();
                sockets.add(socket);
                socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
                socket.setSoTimeout(200);
                socket.getOutputStream().write(("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                answered += socket.getInputStream().read(buffer) > 0 ? 1 : 0;
            } catch (IOException e) {
                // Counted as not answered.
                if (i - answered > 20) {
                    return answered;
                }
            }
        }
        return answered;
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
