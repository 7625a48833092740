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
        try (var selector = served.selector()) {
            selector.select();
            served.handleRequestNoBlock();
        }
    }
}
