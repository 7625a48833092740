package workbook.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/// Gives each address but the last a third of the time that is left, by recursion: choose it where the first
/// addresses are the most likely to answer.
final class ConnectByName {
    private ConnectByName() {}

    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        var addresses = resolver.resolve(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return connect(addresses, port, System.nanoTime() + total.toNanos(), new IOException("no way to " + host));
    }

    /// All but the last get a third of the time that is left.
    private static Socket connect(List<InetAddress> addresses, int port, long end, IOException failure)
            throws IOException {
        if (addresses.isEmpty()) {
            throw failure;
        }
        var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        var limit = (int) Math.max(1, addresses.size() > 1 ? left / 3 : left);
        var socket = SocketChannel.open().socket();
        try {
            socket.connect(new InetSocketAddress(addresses.getFirst(), port), limit);
            return socket;
        } catch (IOException e) {
            socket.close();
            failure.addSuppressed(e);
            return connect(addresses.subList(1, addresses.size()), port, end, failure);
        }
    }
}
