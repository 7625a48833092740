package workbook.sockets;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Reads into an array of its own and copies from there: choose it where the bytes are to be looked at before
/// the caller's buffer changes.
final class Nonblocking {
    private Nonblocking() {}

    static Recv recv(SocketChannel channel, ByteBuffer buffer) throws IOException {
        var room = buffer.remaining();
        if (room == 0) {
            throw new IllegalArgumentException("no room in " + buffer);
        }
        var bytes = new byte[room];
        var count = channel.read(ByteBuffer.wrap(bytes));
        if (count > 0) {
            buffer.put(bytes, 0, count);
            return new Recv.Data(count);
        }
        return count == 0 ? new Recv.WouldBlock() : new Recv.Eof();
    }

    static boolean connectStep(SocketChannel channel, SocketAddress server) throws IOException {
        if (!channel.isConnectionPending() && !channel.isConnected()) {
            channel.connect(server);
        }
        return channel.finishConnect();
    }

    static Optional<SocketChannel> acceptStep(ServerSocketChannel listener) throws IOException {
        var accepted = Optional.ofNullable(listener.accept());
        if (accepted.isPresent()) {
            accepted.get().configureBlocking(false);
        }
        return accepted;
    }
}
