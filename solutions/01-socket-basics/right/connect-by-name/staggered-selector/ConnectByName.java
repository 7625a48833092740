package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/// Begins the next attempt when another has failed, or after 100 ms, all on one thread with a selector:
/// choose it for clients that have a selector anyway and may not be held up by one silent address.
final class ConnectByName {
    private ConnectByName() {}

    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        var untried = new ArrayDeque<>(resolver.resolve(host));
        if (untried.isEmpty()) {
            throw new UnknownHostException(host);
        }
        var end = System.nanoTime() + total.toNanos();
        var failure = new IOException("every address failed");
        var selector = Selector.open();
        try {
            while (end - System.nanoTime() > 0 && (!untried.isEmpty() || !selector.keys().isEmpty())) {
                if (!untried.isEmpty()) {
                    begin(new InetSocketAddress(untried.remove(), port), selector, failure);
                }
                var left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
                if (!selector.keys().isEmpty()) {
                    selector.select(untried.isEmpty() ? left : Math.min(left, 100));
                }
                var connected = ended(selector, failure);
                if (connected.isPresent()) {
                    return connected.get();
                }
            }
            throw failure;
        } finally {
            for (var key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    private static void begin(InetSocketAddress endpoint, Selector selector, IOException failure) throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_CONNECT);
            channel.connect(endpoint);
        } catch (IOException e) {
            failed(channel, selector, e, failure);
        }
    }

    /// What has come of the attempts that ended.
    private static Optional<Socket> ended(Selector selector, IOException failure) throws IOException {
        for (var key : selector.keys().toArray(SelectionKey[]::new)) {
            var channel = (SocketChannel) key.channel();
            try {
                if (key.isValid() && channel.finishConnect()) {
                    key.cancel();
                    selector.selectNow();
                    channel.configureBlocking(true);
                    return Optional.of(channel.socket());
                }
            } catch (IOException e) {
                failed(channel, selector, e, failure);
            }
        }
        return Optional.empty();
    }

    private static void failed(SocketChannel channel, Selector selector, IOException e, IOException failure)
            throws IOException {
        channel.close();
        selector.selectNow();
        failure.addSuppressed(e);
    }
}
