package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;

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
        var channels = new ArrayList<SocketChannel>();
        try (var selector = Selector.open()) {
            for (var address : addresses) {
                var channel = SocketChannel.open();
                channels.add(channel);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_CONNECT);
                try {
                    channel.connect(new InetSocketAddress(address, port));
                } catch (IOException e) {
                    failure.addSuppressed(e);
                }
            }
            while (failure.getSuppressed().length < addresses.size() && end - System.nanoTime() > 0) {
                selector.select(Math.max(1, (end - System.nanoTime()) / 1_000_000));
                for (var channel : channels) {
                    try {
                        if (channel.isConnectionPending() && channel.finishConnect()) {
                            channels.remove(channel);
                            channel.keyFor(selector).cancel();
                            selector.selectNow();
                            channel.configureBlocking(true);
                            return channel.socket();
                        }
                    } catch (IOException e) {
                        failure.addSuppressed(e);
                    }
                }
            }
            throw failure;
        } finally {
            for (var loser : channels) {
                loser.close();
            }
        }
    }
}
