package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;

/// Lets a `Phaser` number the lives, whose phases are made for ends that come again and again: choose it if you know it.
final class ServeLoop {
    private record Running(Thread thread, Optional<Selector> selector) {}

    private final Served served;
    private final Phaser ends = new Phaser(1);
    private final AtomicReference<Optional<Running>> running = new AtomicReference<>(Optional.empty());
    private volatile boolean isEndRequested;

    ServeLoop(Served served) {
        this.served = served;
    }

    void serveForever(Duration poll) throws IOException {
        var self = Thread.currentThread();
        running.set(Optional.of(new Running(self, Optional.empty())));
        try (var selector = served.selector()) {
            running.set(Optional.of(new Running(self, Optional.of(selector))));
            for (var isReady = waits(selector, poll); !isEndRequested; isReady = waits(selector, poll)) {
                if (isReady) {
                    served.handleRequestNoBlock();
                }
                served.serviceActions();
            }
        } finally {
            synchronized (this) {
                running.set(Optional.empty());
                isEndRequested = false;
                ends.arrive();
            }
        }
    }

    private boolean waits(Selector selector, Duration poll) throws IOException {
        if (!isEndRequested) {
            selector.select(Math.max(1, poll.toMillis()));
        }
        return selector.selectedKeys().removeIf(key -> true);
    }

    void shutdown() throws InterruptedException {
        int phase;
        boolean isNothingToAwait;
        synchronized (this) {
            if (running.get().filter(life -> life.thread() == Thread.currentThread()).isPresent()) {
                throw new IllegalStateException("the loop's own thread");
            }
            // First the flag, then the selector; the loop has its selector seen before it looks at the flag.
            isEndRequested = true;
            var now = running.get();
            phase = ends.getPhase();
            isNothingToAwait = now.isEmpty() && phase > 0;
            now.flatMap(Running::selector).ifPresent(Selector::wakeup);
        }
        if (!isNothingToAwait) {
            ends.awaitAdvanceInterruptibly(phase);
        }
    }
}
