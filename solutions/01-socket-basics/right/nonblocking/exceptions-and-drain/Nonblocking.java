package workbook.sockets;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Lets the channel's exceptions tell which step it is in, and reads until nothing is left or the buffer is
/// full: choose such draining where few large portions are better than many small ones.
final class Nonblocking {
    private Nonblocking() {}

    static Recv recv(SocketChannel channel, ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("no room in " + buffer);
        }
        var before = buffer.position();
        var last = 1;
        while (last > 0 && buffer.hasRemaining()) {
            last = channel.read(buffer);
        }
        var total = buffer.position() - before;
        if (total > 0) {
            // The end is told again by the next call.
            return new Recv.Data(total);
        }
        return last == -1 ? new Recv.Eof() : new Recv.WouldBlock();
    }

    static boolean connectStep(SocketChannel channel, SocketAddress server) throws IOException {
        try {
            return channel.connect(server);
        } catch (ConnectionPendingException e) {
            return channel.finishConnect();
        } catch (AlreadyConnectedException e) {
            return true;
        }
    }

    static Optional<SocketChannel> acceptStep(ServerSocketChannel listener) throws IOException {
        var accepted = Optional.ofNullable(listener.accept());
        if (accepted.isPresent()) {
            accepted.get().configureBlocking(false);
        }
        return accepted;
    }
}
