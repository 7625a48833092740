package workbook.socketserver;

import java.net.SocketAddress;

/// Handles one request; there is one object for each.
abstract class BaseRequestHandler<R> {
    protected final R request;
    protected final SocketAddress clientAddress;
    protected final BaseServer<R> server;

    private boolean hasBegun;

    protected BaseRequestHandler(R request, SocketAddress clientAddress, BaseServer<R> server) {
        this.request = request;
        this.clientAddress = clientAddress;
        this.server = server;
    }

    protected void setup() throws Exception {}

    protected void handle() throws Exception {}

    protected void finish() throws Exception {}

    final void run() throws Exception {
        synchronized (this) {
            if (hasBegun) {
                throw new IllegalStateException("this handler has had its request: another one needs another handler");
            }
            hasBegun = true;
            setup();
            try (AutoCloseable _ = this::finish) {
                handle();
            }
        }
    }
}
