package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;

/// [UDPServer], with a thread for each datagram.
///
/// Requests have no sockets of their own and answer through the server's. So it is closed when they have ended, where
/// closing waits for them at all.
class ThreadingUDPServer extends UDPServer implements ThreadingMixIn<Datagram> {
    private final RequestThreads threads = new RequestThreads();

    ThreadingUDPServer(SocketAddress address, HandlerFactory<Datagram> factory) throws IOException {
        super(address, factory);
    }

    @Override
    public RequestThreads requestThreads() {
        return threads;
    }

    @Override
    public void processRequest(Datagram request, SocketAddress clientAddress) throws Exception {
        ThreadingMixIn.super.processRequest(request, clientAddress);
    }

    @Override
    public void serverClose() throws IOException {
        joinRequestThreads();
        super.serverClose();
    }
}
