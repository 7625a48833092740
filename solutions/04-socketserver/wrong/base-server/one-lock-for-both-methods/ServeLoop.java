package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;

/// Both methods are synchronized, because two threads share the fields.
final class ServeLoop {
    private final Served served;
    private boolean isEndRequested;
    private Selector waiting;

    ServeLoop(Served served) {
        this.served = served;
    }

    synchronized void serveForever(Duration poll) throws IOException {
        try (var selector = served.selector()) {
            waiting = selector;
            while (!isEndRequested) {
                selector.select(Math.max(1, poll.toMillis()));
                var isReady = selector.selectedKeys().removeIf(key -> true);
                if (isEndRequested) {
                    break;
                }
                if (isReady) {
                    served.handleRequestNoBlock();
                }
                served.serviceActions();
            }
        } finally {
            isEndRequested = false;
            notifyAll();
        }
    }

    synchronized void shutdown() throws InterruptedException {
        isEndRequested = true;
        if (waiting != null) {
            waiting.wakeup();
        }
        wait();
    }
}
