package workbook.socketserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.Base64;

/// The program of a child: it handles the request that it finds at its standard input, and ends.
///
/// It exits with 0, or with 1 if the handler threw. Threads that the handler has left running do not keep it alive.
final class ForkedChild {
    private ForkedChild() {}

    /// @param arguments the handler's class; for a datagram also the client's address and port, and the data in Base64
    static void main(String... arguments) {
        var status = 0;
        try {
            switch (System.inheritedChannel()) {
                case SocketChannel request -> handle(request, handlerClass(arguments[0]));
                case DatagramChannel socket -> {
                    var client = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
                    var request = new Datagram(Base64.getDecoder().decode(arguments[3]), socket);
                    var handler = ForkedChild.<Datagram>handlerClass(arguments[0]);
                    handler.create(request, client, new ParentsServer<>(handler, socket)).run();
                }
                case null, default -> throw new IOException("no socket was found at standard input");
            }
        } catch (Throwable e) {
            e.printStackTrace();
            status = 1;
        }
        // Closing an inherited channel also ends standard output and error, so closing is left to the process's end.
        System.exit(status);
    }

    private static void handle(SocketChannel request, HandlerClass<SocketChannel> handler) throws Exception {
        try {
            handler.create(request, request.getRemoteAddress(), new ParentsServer<>(handler, request)).run();
        } finally {
            // A handler may have closed it.
            if (request.isOpen()) {
                request.shutdownOutput();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <R> HandlerClass<R> handlerClass(String name) throws ClassNotFoundException {
        return new HandlerClass<>((Class<? extends BaseRequestHandler<R>>) Class.forName(name));
    }
}
