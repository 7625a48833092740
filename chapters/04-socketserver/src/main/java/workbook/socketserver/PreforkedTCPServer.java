package workbook.socketserver;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A few processes that were started before the first request, each a [TCPServer] of its own at the same address.
///
/// With SO_REUSEPORT the kernel has a queue for each listener, and gives each connection to one of them, chosen by a
/// hash of both ends. A worker that ends is replaced; whoever waited in its queue is reset.
final class PreforkedTCPServer implements AutoCloseable {
    private final HandlerClass<SocketChannel> handler;
    private final SocketChannel place;
    private final InetSocketAddress address;
    private final List<Process> workers = new ArrayList<>();
    private boolean isClosed;

    PreforkedTCPServer(InetSocketAddress address, HandlerClass<SocketChannel> handler, int count) throws IOException {
        this.handler = handler;
        // Bound and not listening: it keeps the port for the workers, and takes no connection from them.
        place = SocketChannel.open();
        try {
            place.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            place.bind(address);
            this.address = (InetSocketAddress) place.getLocalAddress();
            for (var i = 0; i < count; i++) {
                start();
            }
            for (var worker : List.copyOf(workers)) {
                awaitListening(worker);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    InetSocketAddress serverAddress() {
        return address;
    }

    /// The process ids of the workers that run.
    synchronized Set<Long> workers() {
        return workers.stream().filter(Process::isAlive).map(Process::pid).collect(Collectors.toSet());
    }

    private synchronized void start() throws IOException {
        if (isClosed) {
            return;
        }
        var worker = ChildJvm.command(Worker.class, handler.type(),
                        List.of(address.getAddress().getHostAddress(), Integer.toString(address.getPort())))
                .redirectOutput(Redirect.PIPE)
                .start();
        workers.add(worker);
        worker.onExit().thenAccept(this::replace);
    }

    private void replace(Process worker) {
        synchronized (this) {
            workers.remove(worker);
        }
        try {
            start();
        } catch (IOException e) {
            System.err.println("A worker has ended, and no other could be started: " + e.getMessage());
        }
    }

    /// A worker writes one byte when it listens.
    private static void awaitListening(Process worker) throws IOException {
        if (worker.getInputStream().read() < 0) {
            throw new IOException("a worker has ended before it listened");
        }
    }

    @Override
    public void close() throws IOException {
        List<Process> ending;
        synchronized (this) {
            isClosed = true;
            ending = List.copyOf(workers);
        }
        place.close();
        for (var worker : ending) {
            // The end of its input ends a worker, also if this process is killed and comes to no close.
            worker.getOutputStream().close();
            worker.onExit().join();
        }
    }

    /// The program of a worker.
    static final class Worker extends TCPServer {
        private Worker(SocketAddress address, HandlerFactory<SocketChannel> factory) throws IOException {
            super(address, factory);
        }

        @Override
        protected boolean allowReusePort() {
            return true;
        }

        /// Nobody is there to take connections while it handles one.
        @Override
        protected int requestQueueSize() {
            return 1_024;
        }

        // tag::worker[]
        @SuppressWarnings("unchecked")
        static void main(String... arguments) throws Exception {
            var handler = new HandlerClass<>(
                    (Class<? extends BaseRequestHandler<SocketChannel>>) Class.forName(arguments[0]));
            var address = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
            try (var server = new Worker(address, handler)) {
                Thread.ofPlatform().daemon().start(Worker::endWithTheParent);
                System.out.write('\n');
                System.out.flush();
                server.serveForever();
            }
        }
        // end::worker[]

        private static void endWithTheParent() {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // As good as an end.
            }
            System.exit(0);
        }
    }
}
