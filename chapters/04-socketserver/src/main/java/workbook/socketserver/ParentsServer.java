package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;

/// What a handler in a child has for its server: the real one lives in the parent, and cannot be reached from here.
final class ParentsServer<R> extends BaseServer<R> {
    private final SocketAddress address;

    /// @param socket the request's; it has the server's address
    ParentsServer(HandlerFactory<R> factory, NetworkChannel socket) throws IOException {
        super(factory);
        address = socket.getLocalAddress();
    }

    @Override
    SocketAddress serverAddress() {
        return address;
    }

    @Override
    public SelectableChannel channel() {
        throw new IllegalStateException("the server listens in the parent's process");
    }

    @Override
    public Accepted<R> getRequest() {
        throw new IllegalStateException("requests are taken in the parent's process");
    }

    @Override
    void serverActivate() {}

    @Override
    public void serverClose() {}
}
