package workbook.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Connects without blocking and lets a selector wait for the outcome: choose it where one thread has to wait
/// for many connections.
final class ConnectEx {
    private ConnectEx() {}

    static Outcome connect(InetSocketAddress address, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit of " + limit);
        }
        if (address.isUnresolved()) {
            return new Outcome.Unresolved();
        }
        try {
            var channel = SocketChannel.open();
            var outcome = connect(channel, address, Math.max(1, limit.toMillis()));
            if (!(outcome instanceof Outcome.Connected)) {
                channel.close();
            }
            return outcome;
        } catch (IOException e) {
            return new Outcome.Other(e);
        }
    }

    private static Outcome connect(SocketChannel channel, InetSocketAddress address, long millis) {
        try {
            channel.configureBlocking(false);
            if (!channel.connect(address) && !finished(channel, millis)) {
                return new Outcome.TimedOut();
            }
            channel.configureBlocking(true);
            return new Outcome.Connected(channel.socket());
        } catch (ConnectException e) {
            return new Outcome.Refused();
        } catch (IOException e) {
            return new Outcome.Other(e);
        }
    }

    private static boolean finished(SocketChannel channel, long millis) throws IOException {
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            return selector.select(millis) > 0 && channel.finishConnect();
        }
    }
}
