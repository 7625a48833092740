package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Two methods, with a limit and without, and a moment of the end, compared by its distance from now: choose it where the
/// two cases have less in common than here.
final class SingleRequest {
    private final Served served;
    private final LongSupplier nanoTime;

    SingleRequest(Served served, LongSupplier nanoTime) {
        this.served = served;
        this.nanoTime = nanoTime;
    }

    void handleRequest() throws IOException {
        var mine = served.timeout();
        var sockets = served.socketTimeout();
        var limit = mine.isPresent() && sockets.isPresent()
                ? mine.filter(time -> time.compareTo(sockets.get()) < 0).or(() -> sockets)
                : mine.or(() -> sockets);
        if (limit.isEmpty() ? waits() : waits(limit.get())) {
            served.handleRequestNoBlock();
        } else {
            served.handleTimeout();
        }
    }

    private boolean waits() throws IOException {
        try (var selector = served.selector()) {
            var ready = 0;
            while (ready == 0) {
                ready = selector.select(key -> {});
            }
            return true;
        }
    }

    private boolean waits(Duration limit) throws IOException {
        var end = nanoTime.getAsLong() + limit.toNanos();
        try (var selector = served.selector()) {
            while (end - nanoTime.getAsLong() > 0) {
                if (isReady(selector, Math.ceilDiv(end - nanoTime.getAsLong(), 1_000_000))) {
                    return true;
                }
            }
            return selector.selectNow(key -> {}) > 0;
        }
    }

    private static boolean isReady(Selector selector, long millis) throws IOException {
        return selector.select(key -> {}, millis) > 0;
    }
}
