package workbook.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Keeps a port open, and hands out the callers one after the other.
final class Listener implements AutoCloseable {
    private final ServerSocket listening;
    private final BlockingQueue<Socket> waiting = new LinkedBlockingQueue<>();

    private Listener(ServerSocket listening) {
        this.listening = listening;
        Thread.ofPlatform().daemon().start(this::accept);
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

    private void accept() {
        try {
            while (true) {
                waiting.add(listening.accept());
            }
        } catch (IOException e) {
            // Closed: nobody will call any more.
        }
    }

    /// Where it listens: never port 0, but the port that the kernel has chosen.
    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /// The connection that has waited longest; waits for one, up to `limit`, if there is none.
    Socket next(Duration limit) throws IOException {
        try {
            var socket = waiting.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (socket == null) {
                throw new SocketTimeoutException("nobody called");
            }
            return socket;
        } catch (InterruptedException e) {
            throw new SocketException("interrupted", e);
        }
    }

    /// Listens no more: the port is free, and whoever waits in [#next] is told so by an exception.
    @Override
    public void close() throws IOException {
        listening.close();
    }
}
