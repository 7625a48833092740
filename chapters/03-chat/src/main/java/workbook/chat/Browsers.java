package workbook.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import workbook.kit.Connection;

/// Lets browsers into a room, each through a gateway of its own.
final class Browsers implements AutoCloseable {
    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final InetSocketAddress room;
    private final ExecutorService gateways = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread door = Thread.ofPlatform().name("browsers").unstarted(this::accept);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private Browsers(ServerSocket listener, InetSocketAddress room) {
        this.listener = listener;
        this.room = room;
    }

    /// Listens, and returns at once.
    ///
    /// @param address with port 0 for any that is free
    static Browsers open(InetSocketAddress address, InetSocketAddress room) throws IOException {
        var browsers = new Browsers(new ServerSocket(address.getPort(), BACKLOG, address.getAddress()), room);
        browsers.door.start();
        return browsers;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                gateways.execute(() -> serve(socket));
            } catch (IOException e) {
                // The listener was closed, or one browser has given up before its turn.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            sockets.add(socket);
            Gateway.serve(Connection.of(socket), room);
        } catch (IOException e) {
            // What came was no request, or it is gone.
        } finally {
            sockets.remove(socket);
        }
    }

    /// Returns when every browser's gateway has ended; those of a room that has closed end by themselves.
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            door.join();
        } catch (InterruptedException e) {
            // Then nobody waits for it; what is to be closed is closed all the same.
            Thread.currentThread().interrupt();
        }
        for (var socket : sockets) {
            // A browser that has asked for nothing yet would be waited for.
            socket.shutdownInput();
        }
        gateways.close();
    }
}
