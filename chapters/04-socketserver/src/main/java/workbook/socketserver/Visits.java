package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import workbook.kit.Connection;

/// Makes handlers that all serve the same, and knows whom they are serving.
final class Visits implements HandlerFactory<SocketChannel> {
    private final Service service;
    private final Set<Connection> open = new HashSet<>();

    Visits(Service service) {
        this.service = service;
    }

    @Override
    public BaseRequestHandler<SocketChannel> create(SocketChannel request, SocketAddress clientAddress,
            BaseServer<SocketChannel> server) {
        return new StreamRequestHandler(request, clientAddress, server) {
            @Override
            protected void handle() {
                serve(connection());
            }
        };
    }

    /// Serves one client; what goes wrong between the two goes no further.
    void serve(Connection connection) {
        begins(connection);
        try {
            service.serve(connection);
        } catch (IOException e) {
            // This client's own trouble, and it is gone.
        } finally {
            ends(connection);
        }
    }

    private synchronized void begins(Connection connection) {
        open.add(connection);
    }

    private synchronized void ends(Connection connection) {
        open.remove(connection);
        notifyAll();
    }

    /// Waits until nobody is being served: a server whose threads are daemons has not waited.
    synchronized void join() throws InterruptedException {
        while (!open.isEmpty()) {
            wait();
        }
    }

    /// Closes the connections of all who are being served.
    void cutOff() {
        for (var connection : all()) {
            try {
                connection.close();
            } catch (IOException e) {
                // As closed as it will be, and the others are waiting.
            }
        }
    }

    private synchronized List<Connection> all() {
        return List.copyOf(open);
    }
}
