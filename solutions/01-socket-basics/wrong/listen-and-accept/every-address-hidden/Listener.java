package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// Keeps a port open, and hands out the callers one after the other.
final class Listener implements AutoCloseable {
    private final ServerSocket listening;
    private final InetSocketAddress address;

    private Listener(ServerSocket listening, InetSocketAddress address) {
        this.address = address;
        this.listening = listening;
    }

    /// Listens at this address, and at no other; port 0 stands for any that is free.
    static Listener open(InetSocketAddress address, int backlog) throws IOException {
        if (backlog < 1) {
            // Java would take it for 50, without a word.
            throw new IllegalArgumentException("a backlog is at least 1, and this is " + backlog);
        }
        var listening = new ServerSocket();
        try {
            listening.bind(new InetSocketAddress(address.getPort()), backlog);
            return new Listener(listening, address);
        } catch (IOException e) {
            // A socket that could not be bound is still open.
            listening.close();
            throw e;
        }
    }

    /// Where it listens: never port 0, but the port that the kernel has chosen.
    InetSocketAddress address() {
        return new InetSocketAddress(address.getAddress(), listening.getLocalPort());
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
