package workbook.sockets;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Asks again and again until something has arrived.
final class Nonblocking {
    private Nonblocking() {}

    static Recv recv(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("no room in " + buffer);
        }
        int count;
        do {
            count = channel.read(buffer);
        } while (count == 0);
        return count == -1 ? new Recv.Eof() : new Recv.Data(count);
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
