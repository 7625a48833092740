package workbook.sockets;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Reads until there is no more, and tells how the last read ended.
final class Nonblocking {
    private Nonblocking() {}

    static Recv recv(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("no room in " + buffer);
        }
        var total = 0;
        while (buffer.hasRemaining()) {
            var count = channel.read(buffer);
            if (count == -1) {
                return new Recv.Eof();
            }
            if (count == 0) {
                break;
            }
            total += count;
        }
        return total == 0 ? new Recv.WouldBlock() : new Recv.Data(total);
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
