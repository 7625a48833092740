package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import workbook.kit.natives.ChildInput;

/// [UnixStreamServer], with a process for each connection.
///
/// Children that have ended are collected in each round of the loop, when nobody came in time, and when it is closed, which
/// waits for them then, if it shall wait.
class ForkingUnixStreamServer extends UnixStreamServer implements ForkingMixIn<SocketChannel> {
    private final Children children = new Children();
    private final HandlerClass<SocketChannel> handler;

    ForkingUnixStreamServer(UnixDomainSocketAddress address, HandlerClass<SocketChannel> handler) throws IOException {
        super(address, handler);
        this.handler = handler;
    }

    /// What is to be started: a program that handles the connection which it finds at its standard input.
    ProcessBuilder childCommand() {
        return ChildJvm.command(handler);
    }

    @Override
    public Children children() {
        return children;
    }

    @Override
    public Process startChild(SocketChannel request, SocketAddress clientAddress) throws IOException {
        return ChildInput.start(childCommand(), request);
    }

    @Override
    public void processRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
        children().awaitFewerThan(maxChildren());
        children().add(startChild(request, clientAddress));
    }

    @Override
    public void serviceActions() {
        collectChildren(false);
    }

    @Override
    public void handleTimeout() {
        collectChildren(false);
    }

    @Override
    public void serverClose() throws IOException {
        super.serverClose();
        collectChildren(blockOnClose());
    }
}
