package workbook.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import workbook.kit.Connection;

/// Keeps the open connections in a set under a lock, and waits until that is empty, without an executor: choose it
/// where more than the number of conversations is asked for, a list of who is connected, say.
final class Server {
    private final ServerSocket listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Connection> open = new HashSet<>();
    private boolean stopped;

    private Server(ServerSocket listener) {
        this.listener = listener;
    }

    static Server serve(ServerSocket listener, ConnectionHandler handler) {
        var server = new Server(listener);
        Thread.ofVirtual().start(() -> server.accept(handler));
        return server;
    }

    private void accept(ConnectionHandler handler) {
        var pause = 5;
        while (true) {
            try {
                var connection = Connection.of(listener.accept());
                pause = 5;
                if (enter(connection)) {
                    Thread.ofVirtual().name("client " + connection.peer()).start(() -> converse(connection, handler));
                } else {
                    connection.close();
                }
            } catch (SocketException e) {
                if (listener.isClosed()) {
                    return;
                }
                pause = rest(pause);
            } catch (IOException e) {
                pause = rest(pause);
            }
        }
    }

    private static int rest(int pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Math.min(400, 2 * pause);
    }

    private void converse(Connection connection, ConnectionHandler handler) {
        try {
            handler.serve(connection);
        } catch (Exception e) {
            System.err.println(connection + ": " + e);
        } finally {
            leave(connection);
        }
    }

    private boolean enter(Connection connection) {
        lock.lock();
        try {
            return !stopped && open.add(connection);
        } finally {
            lock.unlock();
        }
    }

    private void leave(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            System.err.println(connection + ": " + e);
        }
        lock.lock();
        try {
            open.remove(connection);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean stop(Duration drain) throws IOException {
        listener.close();
        lock.lock();
        try {
            stopped = true;
            var left = drain.toNanos();
            while (!open.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            for (var connection : open) {
                connection.close();
            }
            return open.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
