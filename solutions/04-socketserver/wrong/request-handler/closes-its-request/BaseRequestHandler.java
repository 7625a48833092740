package workbook.socketserver;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/// Handles one request; there is one object for each.
abstract class BaseRequestHandler<R> {
    protected final R request;
    protected final SocketAddress clientAddress;
    protected final BaseServer<R> server;

    private final AtomicBoolean hasBegun = new AtomicBoolean();

    protected BaseRequestHandler(R request, SocketAddress clientAddress, BaseServer<R> server) {
        this.request = request;
        this.clientAddress = clientAddress;
        this.server = server;
    }

    protected void setup() throws Exception {}

    protected void handle() throws Exception {}

    protected void finish() throws Exception {}

    final void run() throws Exception {
        if (hasBegun.getAndSet(true)) {
            throw new IllegalStateException("this handler has had its request: another one needs another handler");
        }
        setup();
        // A resource is closed whatever the body throws, and never hides what that was.
        try (AutoCloseable _ = this::finish) {
            handle();
        } finally {
            if (request instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}
