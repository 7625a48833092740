package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/// A TCP server with a virtual thread for each connection. They are daemons: nobody waits for them.
class VirtualTCPServer extends ThreadingTCPServer {
    VirtualTCPServer(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
        super(address, factory);
    }

    @Override
    public boolean daemonThreads() {
        return true;
    }

    // tag::virtual[]
    @Override
    public void processRequest(SocketChannel request, SocketAddress from) {
        Thread.startVirtualThread(
                () -> processRequestThread(request, from));
    }
    // end::virtual[]
}
