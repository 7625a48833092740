package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// Connects to a host that is known by its name, at whichever of its addresses answers.
final class ConnectByName {
    private ConnectByName() {}

    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        var addresses = resolver.resolve(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        var failure = new IOException("cannot connect to " + host + ":" + port);
        var end = System.nanoTime() + total.toNanos();
        try (var selector = Selector.open()) {
            for (var address : addresses) {
                var channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(address, port));
                channel.register(selector, SelectionKey.OP_CONNECT);
                var connected = firstOf(selector, 50, failure);
                if (connected.isPresent()) {
                    return connected.get();
                }
            }
            while (!selector.keys().isEmpty() && end - System.nanoTime() > 0) {
                var connected = firstOf(selector, Math.max(1, (end - System.nanoTime()) / 1_000_000), failure);
                if (connected.isPresent()) {
                    return connected.get();
                }
            }
            throw failure;
        }
    }

    /// The first attempt to succeed within so many milliseconds.
    private static Optional<Socket> firstOf(Selector selector, long millis, IOException failure) throws IOException {
        selector.select(millis);
        for (var key : selector.selectedKeys()) {
            var channel = (SocketChannel) key.channel();
            key.cancel();
            try {
                channel.finishConnect();
                selector.selectNow();
                channel.configureBlocking(true);
                return Optional.of(channel.socket());
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        selector.selectedKeys().clear();
        selector.selectNow();
        return Optional.empty();
    }
}
