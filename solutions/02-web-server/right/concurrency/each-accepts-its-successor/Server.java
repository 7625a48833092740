package workbook.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workbook.kit.Connection;

/// Lets whoever has accepted a connection start the thread that accepts the next, and serve its own: choose it where
/// handing a connection from thread to thread costs more than it does here.
final class Server {
    private final ServerSocket listener;
    private final ConnectionHandler handler;
    private final Phaser running = new Phaser(1);
    private final List<Socket> open = new ArrayList<>();
    private boolean stopped;
    private boolean isOver;

    private Server(ServerSocket listener, ConnectionHandler handler) {
        this.listener = listener;
        this.handler = handler;
    }

    static Server serve(ServerSocket listener, ConnectionHandler handler) {
        var server = new Server(listener, handler);
        server.startOne();
        return server;
    }

    private void startOne() {
        running.register();
        Thread.startVirtualThread(() -> {
            try {
                acceptAndServe();
            } finally {
                running.arriveAndDeregister();
            }
        });
    }

    private void acceptAndServe() {
        while (!listener.isClosed()) {
            try (var socket = listener.accept()) {
                synchronized (open) {
                    if (isOver) {
                        return;
                    }
                    open.add(socket);
                }
                startOne();
                try {
                    handler.serve(Connection.of(socket));
                } finally {
                    synchronized (open) {
                        open.remove(socket);
                    }
                }
                return;
            } catch (IOException | RuntimeException e) {
                if (!waitALittle()) {
                    return;
                }
            }
        }
    }

    private static boolean waitALittle() {
        try {
            Thread.sleep(50);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    boolean stop(Duration drain) throws IOException {
        listener.close();
        // Who has arrived once needs not arrive again: phase 0 is over when all have.
        if (!stopped) {
            stopped = true;
            running.arrive();
        }
        try {
            running.awaitAdvanceInterruptibly(0, Math.max(1, drain.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | InterruptedException e) {
            synchronized (open) {
                isOver = true;
                for (var socket : open) {
                    socket.close();
                }
            }
            return false;
        }
    }
}
