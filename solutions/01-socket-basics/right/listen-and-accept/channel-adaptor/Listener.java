package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;

/// Listens through a channel and accepts through the `ServerSocket` that every such channel has: choose it
/// where the same port is to be watched by a selector later.
final class Listener implements AutoCloseable {
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;

    private Listener(ServerSocketChannel channel, InetSocketAddress address) {
        this.channel = channel;
        this.address = address;
    }

    static Listener open(InetSocketAddress address, int backlog) throws IOException {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog);
        }
        var channel = ServerSocketChannel.open();
        var bound = false;
        try {
            channel.bind(address, backlog);
            bound = true;
            return new Listener(channel, (InetSocketAddress) channel.getLocalAddress());
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }

    InetSocketAddress address() {
        return address;
    }

    Socket next(Duration limit) throws IOException {
        try {
            channel.socket().setSoTimeout((int) limit.toMillis());
            return channel.socket().accept();
        } catch (ClosedChannelException e) {
            throw new SocketException("the listener is closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
