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
            while (selector.select(limit.map(Duration::toMillis).orElse(0L)) == 0) {
                if (limit.filter(all -> nanoTime.getAsLong() - began >= all.toNanos()).isPresent()) {
                    served.handleTimeout();
                    return;
                }
            }
            served.handleRequestNoBlock();
        }
    }
}
