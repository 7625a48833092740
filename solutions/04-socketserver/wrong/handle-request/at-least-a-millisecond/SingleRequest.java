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
        var began = nanoTime.getAsLong();
        try (var selector = served.selector()) {
            while (true) {
                var left = limit.map(all -> all.minusNanos(nanoTime.getAsLong() - began));
                var isLast = left.filter(time -> !time.isPositive()).isPresent();
                var ready = isLast ? selector.selectNow() : selector.select(left.map(SingleRequest::millis).orElse(0L));
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
        return Math.max(1, left.toMillis());
    }
}
