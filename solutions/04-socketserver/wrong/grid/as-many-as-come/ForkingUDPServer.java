package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import workbook.kit.natives.ChildInput;

/// [UDPServer], with a process for each datagram.
///
/// Children that have ended are collected in each round of the loop, when nobody came in time, and when it is closed. Each
/// child has a copy of the server's socket: closing closes it first, and waits for the children then, if it shall wait.
class ForkingUDPServer extends UDPServer implements ForkingMixIn<Datagram> {
    private final Children children = new Children();
    private final HandlerClass<Datagram> handler;

    ForkingUDPServer(SocketAddress address, HandlerClass<Datagram> handler) throws IOException {
        super(address, handler);
        this.handler = handler;
    }

    /// What is to be started: a program that is told the datagram, and answers through the socket which it finds at its
    /// standard input: the server's.
    ProcessBuilder childCommand(Datagram request, SocketAddress clientAddress) {
        return ChildJvm.command(handler, request, clientAddress);
    }

    @Override
    public Children children() {
        return children;
    }

    @Override
    public Process startChild(Datagram request, SocketAddress clientAddress) throws IOException {
        return ChildInput.start(childCommand(request, clientAddress), request.socket());
    }

    @Override
    public void processRequest(Datagram request, SocketAddress clientAddress) throws Exception {
        children().add(startChild(request, clientAddress));
        closeRequest(request);
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
