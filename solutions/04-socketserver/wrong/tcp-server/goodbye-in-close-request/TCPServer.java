package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A server for connections: a listening channel, and what a request is that is a connection.
class TCPServer extends BaseServer<SocketChannel> {
    private final ServerSocketChannel channel;
    private SocketAddress address;

    TCPServer(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
        this(address, factory, true);
    }

    TCPServer(SocketAddress address, HandlerFactory<SocketChannel> factory, boolean bindAndActivate)
            throws IOException {
        super(factory);
        this.address = address;
        channel = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        if (bindAndActivate) {
            try {
                serverBind();
                serverActivate();
            } catch (Throwable e) {
                // Not serverClose: what a subclass does there would find the subclass's fields empty.
                channel.close();
                throw e;
            }
        }
    }

    // A subclass replaces these by methods that return another constant.

    protected boolean allowReuseAddress() {
        return false;
    }

    protected boolean allowReusePort() {
        return false;
    }

    protected int requestQueueSize() {
        return 5;
    }

    void serverBind() throws IOException {
        // Java has the first one on by itself, which would let a server bind where Python's refuses.
        set(StandardSocketOptions.SO_REUSEADDR, allowReuseAddress());
        set(StandardSocketOptions.SO_REUSEPORT, allowReusePort());
        channel.configureBlocking(false);
        channel.bind(address, requestQueueSize());
        address = channel.getLocalAddress();
    }

    private void set(SocketOption<Boolean> option, boolean value) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    /// What is to be done when it is bound. To listen is a part of Java's `bind`, so nothing is left here.
    @Override
    void serverActivate() throws IOException {}

    @Override
    public void serverClose() throws IOException {
        channel.close();
    }

    @Override
    SocketAddress serverAddress() {
        return address;
    }

    @Override
    public ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public Accepted<SocketChannel> getRequest() throws IOException {
        var request = channel.accept();
        if (request == null) {
            throw new IOException("nobody is there");
        }
        return new Accepted<>(request, request.getRemoteAddress());
    }

    @Override
    public void shutdownRequest(SocketChannel request) {
        try {
            request.shutdownOutput();
        } catch (IOException e) {
            // It is closed already, or the client is gone: there is nobody to tell.
        }
        closeRequest(request);
    }

    @Override
    public void closeRequest(SocketChannel request) {
        try {
            if (request.isOpen()) {
                request.shutdownOutput();
            }
            request.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
