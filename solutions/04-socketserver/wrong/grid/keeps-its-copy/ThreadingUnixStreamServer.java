package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/// [UnixStreamServer], with a thread for each connection.
class ThreadingUnixStreamServer extends UnixStreamServer implements ThreadingMixIn<SocketChannel> {
    private final RequestThreads threads = new RequestThreads();

    ThreadingUnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory)
            throws IOException {
        super(address, factory);
    }

    @Override
    public RequestThreads requestThreads() {
        return threads;
    }

    @Override
    public void processRequest(SocketChannel request, SocketAddress clientAddress) throws Exception {
        ThreadingMixIn.super.processRequest(request, clientAddress);
    }

    @Override
    public void serverClose() throws IOException {
        super.serverClose();
        joinRequestThreads();
    }
}
