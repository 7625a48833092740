package workbook.socketserver;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Keeps the limit as one number of nanoseconds, the largest of which stands for no limit: choose it where a wait of 292
/// years is as good as one for ever.
final class SingleRequest {
    private final Served served;
    private final LongSupplier nanoTime;

    SingleRequest(Served served, LongSupplier nanoTime) {
        this.served = served;
        this.nanoTime = nanoTime;
    }

    void handleRequest() throws IOException {
        var limit = Math.min(nanos(served.timeout()), nanos(served.socketTimeout()));
        var began = nanoTime.getAsLong();
        var isReady = false;
        try (var selector = served.selector()) {
            isReady = selector.selectNow() > 0;
            for (var left = limit; !isReady && left > 0; left = limit - (nanoTime.getAsLong() - began)) {
                var millis = TimeUnit.NANOSECONDS.toMillis(left);
                isReady = selector.select(millis * 1_000_000 < left ? millis + 1 : millis) > 0;
            }
        }
        if (isReady) {
            served.handleRequestNoBlock();
        } else {
            served.handleTimeout();
        }
    }

    private static long nanos(Optional<Duration> limit) {
        return limit.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }
}
