package workbook.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Calls an endpoint and says what came of it: the work of Python's `connect_ex`, in the terms of Java.
final class ConnectEx {
    private ConnectEx() {}

    static Outcome connect(InetSocketAddress address, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit of " + limit);
        }
        var millis = (int) Math.max(1, limit.toMillis());
        try {
            return connect(SocketChannel.open(), address, millis);
        } catch (UnknownHostException e) {
            return new Outcome.Unresolved();
        } catch (ConnectException e) {
            return new Outcome.Refused();
        } catch (IOException e) {
            return new Outcome.Other(e);
        }
    }

    private static Outcome connect(SocketChannel channel, InetSocketAddress address, int millis) throws IOException {
        channel.configureBlocking(false);
        if (!channel.connect(address)) {
            try (var selector = Selector.open()) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                if (selector.select(millis) == 0) {
                    channel.close();
                    return new Outcome.TimedOut();
                }
                channel.finishConnect();
            }
        }
        channel.configureBlocking(true);
        return new Outcome.Connected(channel.socket());
    }
}
