package workbook.sockets;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Accepts on a virtual thread and waits for what it brings: choose it where the next caller is awaited
/// together with other futures.
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
        var listening = new ServerSocket();
        try {
            listening.bind(address, backlog);
            return new Listener(listening);
        } catch (IOException e) {
            // A socket that could not be bound is still open.
            listening.close();
            throw e;
        }
    }

    /// Where it listens: never port 0, but the port that the kernel has chosen.
    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /// The connection that has waited longest; waits for one, up to `limit`, if there is none.
    Socket next(Duration limit) throws IOException {
        listening.setSoTimeout(Math.toIntExact(limit.toMillis()));
        var accepted = new CompletableFuture<Socket>();
        Thread.startVirtualThread(() -> {
            try {
                accepted.complete(listening.accept());
            } catch (IOException e) {
                accepted.completeExceptionally(e);
            }
        });
        try {
            return accepted.get();
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /// Listens no more: the port is free, and whoever waits in [#next] is told so by an exception.
    @Override
    public void close() throws IOException {
        listening.close();
    }
}
