package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.natives.ChildInput;

/// A TCP server with a process for each connection.
///
/// Whatever has ended is collected in each round of the loop, when nobody came in time, and when the server is closed.
///
/// See the chapter, "A process for each request".
class ForkingTCPServer extends TCPServer implements ForkingMixIn<SocketChannel> {
    private final Children children = new Children();
    private final HandlerClass<SocketChannel> handler;

    ForkingTCPServer(SocketAddress address, HandlerClass<SocketChannel> handler) throws IOException {
        super(address, handler);
        this.handler = handler;
    }

    @Override
    public final Children children() {
        return children;
    }

    /// What is to be started for a request: a program that finds the connection at its standard input, descriptor 0.
    ///
    /// Where that is a socket, it reads from it and writes to it; its own output is this process's.
    ProcessBuilder childCommand(SocketChannel request, SocketAddress clientAddress) {
        return ChildJvm.command(handler);
    }

    @Override
    public Process startChild(SocketChannel request, SocketAddress clientAddress) throws IOException {
        return ChildInput.start(childCommand(request, clientAddress), request);
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(Duration.ofSeconds(300));
    }

    /// A method that a class inherits is stronger than an interface's: without this, the base server's would be called.
    @Override
    public void processRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
        ForkingMixIn.super.processRequest(request, clientAddress);
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
