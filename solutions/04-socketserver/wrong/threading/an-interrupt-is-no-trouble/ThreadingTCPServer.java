package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/// A TCP server with a thread for each connection: what [TCPServer] is, processed as [ThreadingMixIn] does it.
class ThreadingTCPServer extends TCPServer implements ThreadingMixIn<SocketChannel> {
    private final RequestThreads threads = new RequestThreads();

    ThreadingTCPServer(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
        super(address, factory);
    }

    ThreadingTCPServer(SocketAddress address, HandlerFactory<SocketChannel> factory, boolean bindAndActivate)
            throws IOException {
        super(address, factory, bindAndActivate);
    }

    @Override
    public RequestThreads requestThreads() {
        return threads;
    }

    /// What a class inherits from a class is stronger than what it inherits from an interface; so it has to be said.
    @Override
    public void processRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
        ThreadingMixIn.super.processRequest(request, clientAddress);
    }

    /// Closes the server, as [TCPServer] does, and then waits for its requests.
    @Override
    public void serverClose() throws IOException {
        super.serverClose();
        joinRequestThreads();
    }
}
