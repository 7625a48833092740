package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/// [UnixStreamServer], with a thread for each connection.
class ThreadingUnixStreamServer extends UnixStreamServer implements ThreadingMixIn<SocketChannel> {
    ThreadingUnixStreamServer(UnixDomainSocketAddress address, HandlerFactory<SocketChannel> factory)
            throws IOException {
        super(address, factory);
    }

    @Override
    public RequestThreads requestThreads() {
        throw todo("mix threads into the server");
    }
}
