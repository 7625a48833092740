package workbook.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/// The connection between a peer and the answer.
///
/// The answer's end is its own affair, or is made here for an answer that is handed a stream or a socket.
final class LoopbackConnection implements AutoCloseable {
    private final PeerLog log;
    private final Optional<ServerSocket> listener;
    private final Opening opening;
    private final CompletableFuture<Socket> peersEnd = new CompletableFuture<>();
    private Optional<Socket> answersEnd = Optional.empty();

    private interface Opening {
        Socket socket() throws IOException;
    }

    private LoopbackConnection(PeerLog log, Optional<ServerSocket> listener, Opening opening) {
        this.log = log;
        this.listener = listener;
        this.opening = opening;
    }

    /// The first that reaches a free port of 127.0.0.1.
    static LoopbackConnection listening(PeerLog log) {
        try {
            var listener = new ServerSocket();
            listener.bind(new InetSocketAddress("127.0.0.1", 0));
            TestSide.has(listener);
            return new LoopbackConnection(log, Optional.of(listener), listener::accept);
        } catch (IOException e) {
            throw new IllegalStateException("the test's own listener on 127.0.0.1 failed", e);
        }
    }

    /// One to a server that is already there.
    static LoopbackConnection to(InetSocketAddress server, PeerLog log) {
        return new LoopbackConnection(log, Optional.empty(), () -> {
            var socket = new Socket();
            socket.connect(server, Deadline.ofTest().millis());
            return socket;
        });
    }

    /// Where the peer listens.
    InetSocketAddress address() {
        return (InetSocketAddress) listener.orElseThrow().getLocalSocketAddress();
    }

    /// Waits for the connection; what comes back is the peer's end.
    Socket open() throws IOException {
        try {
            var socket = opening.socket();
            TestSide.has(socket);
            socket.setTcpNoDelay(true);
            logOpened();
            peersEnd.complete(socket);
            return socket;
        } catch (IOException e) {
            peersEnd.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized void logOpened() {
        if (listener.isEmpty()) {
            log.did("connected");
        } else if (answersEnd.isEmpty()) {
            log.answer("connected");
        }
    }

    boolean isOpen() {
        return peersEnd.state() == Future.State.SUCCESS;
    }

    /// Whether the answer connected before the deadline; a peer that connects by itself waits for nobody.
    boolean awaitAnswer(Deadline deadline) {
        return listener.isEmpty() || Eventually.holds(peersEnd::isDone, deadline);
    }

    /// The answer's end, made by the test.
    synchronized Socket answersEnd() {
        if (answersEnd.isEmpty()) {
            try {
                log.did("connected");
                answersEnd = Optional.of(new Socket(address().getAddress(), address().getPort()));
            } catch (IOException e) {
                throw new IllegalStateException("the test's own connection on 127.0.0.1 failed", e);
            }
        }
        return answersEnd.orElseThrow();
    }

    /// Closes every socket that it opened, or has yet to open.
    @Override
    public void close() {
        listener.ifPresent(LoopbackConnection::closeQuietly);
        peersEnd.thenAccept(LoopbackConnection::closeQuietly);
        synchronized (this) {
            answersEnd.ifPresent(LoopbackConnection::closeQuietly);
        }
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            // Closed is all it has to be.
        }
    }
}
