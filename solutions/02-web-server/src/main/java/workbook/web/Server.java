package workbook.web;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import workbook.kit.Connection;

/// Serves many clients at once.
final class Server {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    /// Before `accept` is tried again.
    private static final Duration PAUSE = Duration.ofMillis(20);

    /// How long a conversation may take to notice that its connection was closed.
    private static final Duration NOTICE = Duration.ofMillis(100);

    private final ServerSocket listener;
    private final ConnectionHandler handler;
    private final ExecutorService conversations = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = Thread.ofPlatform().name("accept").unstarted(this::accept);

    private Server(ServerSocket listener, ConnectionHandler handler) {
        this.listener = listener;
        this.handler = handler;
    }

    static Server serve(ServerSocket listener, ConnectionHandler handler) {
        var server = new Server(listener, handler);
        server.acceptor.start();
        return server;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                begin(listener.accept());
            } catch (IOException e) {
                pause();
            }
        }
    }

    private void begin(Socket socket) throws IOException {
        open.add(socket);
        try {
            conversations.execute(() -> converse(socket));
        } catch (RejectedExecutionException e) {
            // Stopped since it was accepted.
            open.remove(socket);
            socket.close();
        }
    }

    /// Descriptors get free when somebody leaves; until then, asking without a pause would only burn a processor.
    private void pause() {
        try {
            if (!listener.isClosed()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if somebody did, the pause would be over.
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            handler.serve(Connection.of(socket));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a client is gone", e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a conversation failed", e);
        } finally {
            open.remove(socket);
        }
    }

    boolean stop(Duration drain) throws IOException {
        listener.close();
        try {
            acceptor.join();
            conversations.shutdown();
            var ended = conversations.awaitTermination(drain.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                closeConnections();
                conversations.awaitTermination(NOTICE.toNanos(), TimeUnit.NANOSECONDS);
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            closeConnections();
        }
    }

    private void closeConnections() throws IOException {
        for (var socket : open) {
            socket.close();
        }
    }
}
