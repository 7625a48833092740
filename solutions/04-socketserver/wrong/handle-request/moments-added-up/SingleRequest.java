package workbook.socketserver;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// One request, or none in time.
final class SingleRequest {
    private final Served served;
    private final LongSupplier nanoTime;

    /// @param nanoTime the only clock that counts: like [System#nanoTime], and mostly that
    SingleRequest(Served served, LongSupplier nanoTime) {
        this.served = served;
        this.nanoTime = nanoTime;
    }

    void handleRequest() throws IOException {
        var limit = Stream.of(served.timeout(), served.socketTimeout())
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
        var end = limit.map(all -> nanoTime.getAsLong() + all.toNanos());
        try (var selector = served.selector()) {
            while (true) {
                var now = nanoTime.getAsLong();
                var isLast = end.filter(moment -> now >= moment).isPresent();
                var left = end.map(moment -> millis(Duration.ofNanos(moment - now))).orElse(0L);
                var ready = isLast ? selector.selectNow() : selector.select(left);
                if (ready > 0) {
                    served.handleRequestNoBlock();
                    return;
                }
                if (isLast) {
                    served.handleTimeout();
                    return;
                }
            }
        }
    }

    /// Rounded up: what is left of the last millisecond would be 0, and to a selector that is for ever.
    private static long millis(Duration left) {
        return left.plusNanos(999_999).toMillis();
    }
}
