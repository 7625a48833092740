package workbook.sockets;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Asks a selector, without waiting, whether a step can be taken: it costs more for one channel; choose it
/// for many, which one selector can watch together.
final class Nonblocking {
    private Nonblocking() {}

    static Recv recv(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (buffer.remaining() == 0) {
            throw new IllegalArgumentException("no room in " + buffer);
        }
        if (!isReady(channel, SelectionKey.OP_READ)) {
            return new Recv.WouldBlock();
        }
        var count = channel.read(buffer);
        return count < 0 ? new Recv.Eof() : new Recv.Data(count);
    }

    static boolean connectStep(SocketChannel channel, SocketAddress server) throws IOException {
        if (channel.isConnected()) {
            return true;
        }
        if (!channel.isConnectionPending()) {
            return channel.connect(server);
        }
        return isReady(channel, SelectionKey.OP_CONNECT) && channel.finishConnect();
    }

    static Optional<SocketChannel> acceptStep(ServerSocketChannel listener) throws IOException {
        if (!isReady(listener, SelectionKey.OP_ACCEPT)) {
            return Optional.empty();
        }
        var accepted = listener.accept();
        accepted.configureBlocking(false);
        return Optional.of(accepted);
    }

    private static boolean isReady(SelectableChannel channel, int operation) throws IOException {
        try (var selector = Selector.open()) {
            channel.register(selector, operation);
            return selector.selectNow() > 0;
        }
    }
}
