package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The loop of a server, and how one ends it from outside.
final class ServeLoop {
    private final Served served;
    private final Object lock = new Object();
    private boolean isEndRequested;
    private Optional<Thread> loop = Optional.empty();
    private Optional<Selector> waiting = Optional.empty();
    /// Of the loop that runs, or of the first one; one that has been counted down is of the loop before.
    private CountDownLatch end = new CountDownLatch(1);

    ServeLoop(Served served) {
        this.served = served;
    }

    void serveForever(Duration poll) throws IOException {
        begins();
        try (var selector = served.selector()) {
            waitsIn(selector);
            while (!isEndRequested()) {
                selector.select(Math.max(1, poll.toMillis()));
                var isReady = !selector.selectedKeys().isEmpty();
                selector.selectedKeys().clear();
                if (isEndRequested()) {
                    break;
                }
                if (isReady) {
                    served.handleRequestNoBlock();
                }
                served.serviceActions();
            }
        } finally {
            ends();
        }
    }

    private void begins() {
        synchronized (lock) {
            loop = Optional.of(Thread.currentThread());
            if (end.getCount() == 0) {
                end = new CountDownLatch(1);
            }
        }
    }

    private void waitsIn(Selector selector) {
        synchronized (lock) {
            waiting = Optional.of(selector);
        }
    }

    private boolean isEndRequested() {
        synchronized (lock) {
            return isEndRequested;
        }
    }

    private void ends() {
        synchronized (lock) {
            loop = Optional.empty();
            waiting = Optional.empty();
            isEndRequested = false;
            end.countDown();
        }
    }

    void shutdown() throws InterruptedException {
        CountDownLatch awaited;
        synchronized (lock) {
            if (loop.filter(thread -> thread == Thread.currentThread()).isPresent()) {
                throw new IllegalStateException("shutdown waits for the loop to end, and was called in its thread");
            }
            isEndRequested = true;
            waiting.ifPresent(Selector::wakeup);
            awaited = end;
        }
        try {
            awaited.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
