package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Wakes the loop, and only then leaves word what for.
final class ServeLoop {
    private final Served served;
    private final Semaphore ends = new Semaphore(0);
    private volatile boolean isEndRequested;
    private volatile Selector waiting;
    private volatile Thread loop;

    ServeLoop(Served served) {
        this.served = served;
    }

    void serveForever(Duration poll) throws IOException {
        loop = Thread.currentThread();
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
            loop = null;
            waiting = null;
            isEndRequested = false;
            ends.release();
        }
    }

    void shutdown() throws InterruptedException {
        if (loop == Thread.currentThread()) {
            throw new IllegalStateException("in the loop's own thread");
        }
        var selector = waiting;
        if (selector != null) {
            selector.wakeup();
        }
        isEndRequested = true;
        ends.acquire();
    }
}
