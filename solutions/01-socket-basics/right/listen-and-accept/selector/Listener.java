package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;

/// Waits with a selector, and asks accept only whether somebody is there: choose it where the same thread has
/// to wait for something else, too.
final class Listener implements AutoCloseable {
    private final ServerSocketChannel channel;
    private final Selector selector;

    private Listener(ServerSocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static Listener open(InetSocketAddress address, int backlog) throws IOException {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog);
        }
        var channel = ServerSocketChannel.open();
        try {
            channel.bind(address, backlog).configureBlocking(false);
            var selector = Selector.open();
            channel.register(selector, SelectionKey.OP_ACCEPT);
            return new Listener(channel, selector);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.socket().getLocalSocketAddress();
    }

    Socket next(Duration limit) throws IOException {
        var deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                var client = channel.accept();
                if (client != null) {
                    return client.socket();
                }
                var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left < 1) {
                    throw new SocketTimeoutException("nobody called within " + limit);
                }
                selector.select(left);
                selector.selectedKeys().clear();
            }
        } catch (ClosedChannelException | ClosedSelectorException e) {
            throw new SocketException("the listener is closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
