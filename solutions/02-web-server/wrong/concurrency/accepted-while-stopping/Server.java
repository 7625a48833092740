package workbook.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import workbook.kit.Connection;

/// Serves many clients at once.
final class Server {
    private final ServerSocket listener;
    private final ConnectionHandler handler;
    private final Map<Thread, Socket> conversations = new ConcurrentHashMap<>();
    private final Thread acceptor;

    private Server(ServerSocket listener, ConnectionHandler handler) {
        this.listener = listener;
        this.handler = handler;
        this.acceptor = Thread.ofVirtual().unstarted(this::accept);
    }

    static Server serve(ServerSocket listener, ConnectionHandler handler) {
        var server = new Server(listener, handler);
        server.acceptor.start();
        return server;
    }

    private void accept() {
        while (true) {
            try {
                var socket = listener.accept();
                var thread = Thread.ofVirtual().unstarted(() -> converse(socket));
                conversations.put(thread, socket);
                thread.start();
            } catch (IOException e) {
                if (listener.isClosed() || Thread.interrupted()) {
                    return;
                }
                try {
                    Thread.sleep(Duration.ofMillis(100));
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    private void converse(Socket socket) {
        try (socket; var connection = Connection.of(socket)) {
            handler.serve(connection);
        } catch (IOException e) {
            // One client less.
        } finally {
            conversations.remove(Thread.currentThread());
        }
    }

    boolean stop(Duration drain) throws IOException {
        var end = System.nanoTime() + drain.toNanos();
        listener.close();
        try {
            for (var thread : conversations.keySet()) {
                var left = Duration.ofNanos(end - System.nanoTime());
                if (left.isPositive()) {
                    thread.join(left);
                }
            }
            var all = conversations.keySet().stream().noneMatch(Thread::isAlive);
            for (var socket : conversations.values()) {
                socket.close();
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
