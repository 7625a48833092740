package workbook.socketserver;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Each step ends in a value, its failure or none, and the values are put together: choose it for many ends.
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

    private interface Step {
        void take() throws Exception;
    }

    final void run() throws Exception {
        if (hasBegun.getAndSet(true)) {
            throw new IllegalStateException("this handler has had its request");
        }
        setup();
        Throwable first = failureOf(this::handle).orElse(null);
        var second = failureOf(this::finish);
        if (first == null) {
            first = second.orElse(null);
        } else {
            second.ifPresent(first::addSuppressed);
        }
        switch (first) {
            case null -> {
            }
            case Error error -> throw error;
            case Exception exception -> throw exception;
            default -> throw new AssertionError(first);
        }
    }

    private static Optional<Throwable> failureOf(Step step) {
        try {
            step.take();
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(e);
        }
    }
}
