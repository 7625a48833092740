package workbook.sockets;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// -1 is taken for "nothing yet".
final class Nonblocking {
    private Nonblocking() {}

    static Recv recv(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("no room in " + buffer);
        }
        var count = channel.read(buffer);
        return count > 0 ? new Recv.Data(count) : new Recv.WouldBlock();
    }

    static boolean connectStep(SocketChannel channel, SocketAddress server) throws IOException {
        if (channel.isConnected()) {
            return true;
        }
        return channel.isConnectionPending() ? channel.finishConnect() : channel.connect(server);
    }

    static Optional<SocketChannel> acceptStep(ServerSocketChannel listener) throws IOException {
        var accepted = Optional.ofNullable(listener.accept());
        if (accepted.isPresent()) {
            accepted.get().configureBlocking(false);
        }
        return accepted;
    }
}
