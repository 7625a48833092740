package workbook.sockets;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Believes that an accepted channel has its listener's mode.
final class Nonblocking {
    private Nonblocking() {}

    static Recv recv(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            // Its answer would be 0, which is not the 0 that says "nothing has arrived".
            throw new IllegalArgumentException("no room in " + buffer);
        }
        var count = channel.read(buffer);
        return switch (count) {
            case -1 -> new Recv.Eof();
            case 0 -> new Recv.WouldBlock();
            default -> new Recv.Data(count);
        };
    }

    static boolean connectStep(SocketChannel channel, SocketAddress server) throws IOException {
        if (channel.isConnected()) {
            return true;
        }
        return channel.isConnectionPending() ? channel.finishConnect() : channel.connect(server);
    }

    static Optional<SocketChannel> acceptStep(ServerSocketChannel listener) throws IOException {
        return Optional.ofNullable(listener.accept());
    }
}
