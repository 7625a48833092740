package workbook.socketserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;

/// A server that is there to be known to its handlers, and serves nobody.
final class RequestHandlerServer<R> extends BaseServer<R> {
    RequestHandlerServer(HandlerFactory<R> factory) {
        super(factory);
    }

    @Override
    SocketAddress serverAddress() {
        return new InetSocketAddress("127.0.0.1", 0);
    }

    @Override
    void serverActivate() {}

    @Override
    public void serverClose() {}

    @Override
    public SelectableChannel channel() {
        throw new IllegalStateException("this server has no channel");
    }

    @Override
    public Accepted<R> getRequest() throws IOException {
        throw new IOException("nobody comes");
    }

    @Override
    public String toString() {
        return "the test's server";
    }
}
