package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A TCP server whose connections share so many threads. Who finds none free waits, in a queue that has no end.
class PooledTCPServer extends ThreadingTCPServer {
    private final ExecutorService pool;

    PooledTCPServer(SocketAddress address, HandlerFactory<SocketChannel> factory, int threads) throws IOException {
        super(address, factory);
        pool = Executors.newFixedThreadPool(threads);
    }

    // tag::pool[]
    @Override
    public void processRequest(SocketChannel request, SocketAddress from) {
        pool.execute(() -> processRequestThread(request, from));
    }

    @Override
    public void joinRequestThreads() {
        pool.close();
    }
    // end::pool[]
}
