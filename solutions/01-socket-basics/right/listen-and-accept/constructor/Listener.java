package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// Creates, binds and listens in one constructor, which closes the socket itself if that fails: choose it
/// where no option has to be set before the socket is bound.
final class Listener implements AutoCloseable {
    private final ServerSocket listening;

    private Listener(ServerSocket listening) {
        this.listening = listening;
    }

    /// Listens at this address, and at no other; port 0 stands for any that is free.
    static Listener open(InetSocketAddress address, int backlog) throws IOException {
        if (backlog < 1) {
            // Java would take it for 50, without a word.
            throw new IllegalArgumentException("a backlog is at least 1, and this is " + backlog);
        }
        return new Listener(new ServerSocket(address.getPort(), backlog, address.getAddress()));
    }

    /// Where it listens: never port 0, but the port that the kernel has chosen.
    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /// The connection that has waited longest; waits for one, up to `limit`, if there is none.
    Socket next(Duration limit) throws IOException {
        listening.setSoTimeout(Math.toIntExact(limit.toMillis()));
        return listening.accept();
    }

    /// Listens no more: the port is free, and whoever waits in [#next] is told so by an exception.
    @Override
    public void close() throws IOException {
        listening.close();
    }
}
