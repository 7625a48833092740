package workbook.socketserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/// A server of the reference that `SocketServers` loads, in a JVM of its own: `BenchServer KIND echo|sleep`.
///
/// It stands in the chapter's package, because the servers' constructors do.
final class BenchServer {
    private static final int QUEUE = 1_024;
    private static final long PAUSE = 10;

    private BenchServer() {}

    public static void main(String... words) throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var handler = new HandlerClass<SocketChannel>(words[1].equals("sleep") ? Sleeping.class : Echoing.class);
        switch (words[0]) {
            case "sync" -> serve(new TCPServer(address, handler) {
                @Override
                protected int requestQueueSize() {
                    return QUEUE;
                }
            });
            case "threading" -> serve(new ThreadingTCPServer(address, handler) {
                @Override
                protected int requestQueueSize() {
                    return QUEUE;
                }
            });
            case "virtual" -> serve(new VirtualTCPServer(address, handler) {
                @Override
                protected int requestQueueSize() {
                    return QUEUE;
                }
            });
            case "forking" -> serve(new ForkingTCPServer(address, handler) {
                @Override
                protected int requestQueueSize() {
                    return QUEUE;
                }
            });
            case "pre-forked" -> {
                try (var server = new PreforkedTCPServer(address, handler, Runtime.getRuntime().availableProcessors())) {
                    System.out.println(server.serverAddress().getPort());
                    new CountDownLatch(1).await();
                }
            }
            default -> select(address);
        }
    }

    private static void serve(TCPServer server) throws IOException {
        System.out.println(((InetSocketAddress) server.serverAddress()).getPort());
        server.serveForever();
    }

    /// Sends back one line.
    static class Echoing extends StreamRequestHandler {
        Echoing(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws Exception {
            var line = new byte[64];
            var length = 0;
            for (var next = rfile().read(); next >= 0; next = rfile().read()) {
                line[length++] = (byte) next;
                if (next == '\n') {
                    break;
                }
            }
            wfile().write(line, 0, length);
        }
    }

    /// Waits for something else first.
    static final class Sleeping extends Echoing {
        Sleeping(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
            super(request, clientAddress, server);
        }

        @Override
        protected void handle() throws Exception {
            Thread.sleep(PAUSE);
            super.handle();
        }
    }

    /// The same echo on one thread that watches all connections.
    private static void select(InetSocketAddress address) throws IOException {
        try (var listener = ServerSocketChannel.open(); var selector = Selector.open()) {
            listener.bind(address, QUEUE).configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            System.out.println(listener.socket().getLocalPort());
            while (true) {
                selector.select(key -> {
                    try {
                        ready(key, selector);
                    } catch (IOException e) {
                        key.cancel();
                    }
                });
            }
        }
    }

    private static void ready(SelectionKey key, Selector selector) throws IOException {
        if (key.isAcceptable()) {
            for (var request = ((ServerSocketChannel) key.channel()).accept(); request != null;
                    request = ((ServerSocketChannel) key.channel()).accept()) {
                request.configureBlocking(false).register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(64));
            }
            return;
        }
        var request = (SocketChannel) key.channel();
        var line = (ByteBuffer) key.attachment();
        if (request.read(line) < 0) {
            request.close();
        } else if (line.get(line.position() - 1) == '\n') {
            request.write(line.flip()); // so few bytes fit
            request.close();
        }
    }
}
