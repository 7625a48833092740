package workbook.socketserver;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/// The same by hand, with `catch` and `addSuppressed`: choose it where the end needs to know what went wrong.
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
        begin();
        setup();
        try {
            handle();
        } catch (Throwable trouble) {
            finishAfter(trouble);
            throw trouble;
        }
        finish();
    }

    private void begin() {
        if (hasBegun.getAndSet(true)) {
            throw new IllegalStateException("this handler has had its request");
        }
    }

    private void finishAfter(Throwable trouble) {
        try {
            finish();
        } catch (Exception | Error more) {
            trouble.addSuppressed(more);
        }
    }
}
