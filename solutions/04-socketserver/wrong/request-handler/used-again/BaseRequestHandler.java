package workbook.socketserver;

import java.net.SocketAddress;

/// Handles one request; there is one object for each.
abstract class BaseRequestHandler<R> {
    protected final R request;
    protected final SocketAddress clientAddress;
    protected final BaseServer<R> server;

    protected BaseRequestHandler(R request, SocketAddress clientAddress, BaseServer<R> server) {
        this.request = request;
        this.clientAddress = clientAddress;
        this.server = server;
    }

    protected void setup() throws Exception {}

    protected void handle() throws Exception {}

    protected void finish() throws Exception {}

    final void run() throws Exception {
        setup();
        try (AutoCloseable _ = this::finish) {
            handle();
        }
    }
}
