package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// A server for connections: a listening channel, and what a request is that is a connection.
///
/// See the chapter, "A server that is bound".
class TCPServer extends BaseServer<SocketChannel> {
    // What a server must remember goes here.

    TCPServer(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
        this(address, factory, true);
    }

    /// Opens a channel for such an address, which is an [java.net.InetSocketAddress] or a
    /// [java.net.UnixDomainSocketAddress]; then, if `bindAndActivate`, calls [#serverBind] and [#serverActivate].
    ///
    /// Whatever is thrown then comes out of here as it is, and leaves nothing open. A subclass has no fields yet at
    /// this time: of the methods that it may replace, only those two are called, and what they call; without
    /// `bindAndActivate`, none.
    TCPServer(SocketAddress address, HandlerFactory<SocketChannel> factory, boolean bindAndActivate) throws IOException {
        super(factory);
        throw todo("open a listening channel");
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

    /// Binds the channel, with a queue of [#requestQueueSize]; from now on it is in non-blocking mode.
    ///
    /// `SO_REUSEADDR` is what [#allowReuseAddress] says, `SO_REUSEPORT` what [#allowReusePort] says; one that the
    /// channel does not support is left out.
    void serverBind() throws IOException {
        throw todo("bind");
    }

    /// What is to be done when it is bound. To listen is a part of Java's `bind`, so nothing is left here.
    @Override
    void serverActivate() throws IOException {}

    @Override
    public void serverClose() throws IOException {
        throw todo("close the channel");
    }

    /// Before it is bound: the address that was asked for.
    @Override
    SocketAddress serverAddress() {
        throw todo("say where it is bound");
    }

    /// The same from the beginning to the end; closed by [#serverClose].
    @Override
    public ServerSocketChannel channel() {
        throw todo("give the channel");
    }

    /// Accepts the connection that waits longest, and leaves it in blocking mode. Never waits.
    ///
    /// @throws IOException if nobody is there
    @Override
    public Accepted<SocketChannel> getRequest() throws IOException {
        throw todo("accept a connection");
    }

    /// Tells the client that nothing more will be sent, then calls [#closeRequest]. Whatever has become of the
    /// connection, it is closed afterwards, and nothing is thrown.
    @Override
    public void shutdownRequest(SocketChannel request) {
        throw todo("half-close, then close");
    }

    /// Closes this program's end, without a word to the client, and throws nothing.
    @Override
    public void closeRequest(SocketChannel request) {
        throw todo("close the connection");
    }
}
