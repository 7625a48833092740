package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;

/// A server for datagrams: each one is a request, and there is one channel for all of them.
///
/// The channel is in non-blocking mode from [#serverBind] on, as a loop that waits with a selector needs it. A request
/// has nothing to shut down or to close.
class UDPServer extends BaseServer<Datagram> {
    UDPServer(SocketAddress address, HandlerFactory<Datagram> factory) throws IOException {
        this(address, factory, true);
    }

    /// Opens the channel, and if so wished calls [#serverBind] and [#serverActivate]; whatever goes wrong there, it
    /// closes the channel again and throws what was thrown.
    UDPServer(SocketAddress address, HandlerFactory<Datagram> factory, boolean bindAndActivate) throws IOException {
        super(factory);
        throw todo("open a channel for datagrams");
    }

    /// How many bytes of a datagram are taken; the rest of a longer one is lost. At least 1.
    protected int maxPacketSize() {
        return 8192;
    }

    void serverBind() throws IOException {
        throw todo("bind");
    }

    @Override
    void serverActivate() {}

    @Override
    public void serverClose() throws IOException {
        throw todo("close the channel");
    }

    @Override
    SocketAddress serverAddress() {
        throw todo("say where it is bound");
    }

    @Override
    public DatagramChannel channel() {
        throw todo("give the channel");
    }

    /// Takes one datagram, with bytes of its own: the next one does not change them.
    ///
    /// @throws IOException if none is there
    @Override
    public Accepted<Datagram> getRequest() throws IOException {
        throw todo("receive a datagram");
    }
}
