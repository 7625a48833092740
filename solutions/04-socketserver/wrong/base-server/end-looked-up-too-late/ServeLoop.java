package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;

/// Whoever waits asks, when it is woken, whether a loop runs.
final class ServeLoop {
    private final Served served;
    private final Object monitor = new Object();
    private boolean isEndRequested;
    private boolean hasEnded;
    private Optional<Selector> waiting = Optional.empty();
    private Optional<Thread> loop = Optional.empty();

    ServeLoop(Served served) {
        this.served = served;
    }

    void serveForever(Duration poll) throws IOException {
        synchronized (monitor) {
            hasEnded = false;
            loop = Optional.of(Thread.currentThread());
        }
        try (var selector = served.selector()) {
            synchronized (monitor) {
                waiting = Optional.of(selector);
            }
            while (!isEndRequested()) {
                selector.select(Math.max(1, poll.toMillis()));
                var isReady = selector.selectedKeys().removeIf(key -> true);
                if (isEndRequested()) {
                    break;
                }
                if (isReady) {
                    served.handleRequestNoBlock();
                }
                served.serviceActions();
            }
        } finally {
            synchronized (monitor) {
                waiting = Optional.empty();
                loop = Optional.empty();
                isEndRequested = false;
                hasEnded = true;
                monitor.notifyAll();
            }
        }
    }

    private boolean isEndRequested() {
        synchronized (monitor) {
            return isEndRequested;
        }
    }

    void shutdown() throws InterruptedException {
        synchronized (monitor) {
            if (loop.filter(thread -> thread == Thread.currentThread()).isPresent()) {
                throw new IllegalStateException("shutdown waits for the loop, and this is the loop's thread");
            }
            isEndRequested = true;
            waiting.ifPresent(Selector::wakeup);
            while (!hasEnded) {
                monitor.wait();
            }
        }
    }
}
