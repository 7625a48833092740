package workbook.socketserver;

import java.net.SocketAddress;
import java.util.Locale;
import java.util.Optional;

/// With a state that has names: choose it when a life has more stations than "not yet" and "begun".
abstract class BaseRequestHandler<R> {
    protected final R request;
    protected final SocketAddress clientAddress;
    protected final BaseServer<R> server;

    private enum Step {
        MADE, BEGUN
    }

    private Step step = Step.MADE;

    protected BaseRequestHandler(R request, SocketAddress clientAddress, BaseServer<R> server) {
        this.request = request;
        this.clientAddress = clientAddress;
        this.server = server;
    }

    protected void setup() throws Exception {}

    protected void handle() throws Exception {}

    protected void finish() throws Exception {}

    private synchronized void begins() {
        if (step != Step.MADE) {
            throw new IllegalStateException("a handler that has " + step.name().toLowerCase(Locale.ROOT));
        }
        step = Step.BEGUN;
    }

    final void run() throws Exception {
        begins();
        setup();
        var trouble = Optional.<Throwable>empty();
        try {
            handle();
        } catch (Throwable e) {
            trouble = Optional.of(e);
            throw e;
        } finally {
            try {
                finish();
            } catch (Exception | Error e) {
                if (trouble.isEmpty()) {
                    throw e;
                }
                trouble.get().addSuppressed(e);
            }
        }
    }
}
