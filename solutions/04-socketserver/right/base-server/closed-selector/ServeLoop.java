package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Ends a wait by closing the selector, and has one object for each life: choose it where a loop has more to forget at
/// its end than a flag.
final class ServeLoop {
    private final Served served;
    private Life life = new Life(true);

    /// One loop, from before its beginning to its end. What is asked of it stays with it.
    private static final class Life {
        final boolean isFirst;
        final CompletableFuture<Void> end = new CompletableFuture<>();
        boolean isOver;
        boolean hasBegun;
        Thread thread;
        Selector selector;

        Life(boolean isFirst) {
            this.isFirst = isFirst;
        }
    }

    ServeLoop(Served served) {
        this.served = served;
    }

    void serveForever(Duration poll) throws IOException {
        var mine = begins();
        try (var selector = served.selector()) {
            synchronized (this) {
                mine.selector = selector;
            }
            var millis = Math.max(1, poll.toMillis());
            while (!isOver(mine)) {
                var isReady = waits(selector, millis);
                if (isOver(mine)) {
                    return;
                }
                if (isReady) {
                    served.handleRequestNoBlock();
                }
                served.serviceActions();
            }
        } finally {
            synchronized (this) {
                life = new Life(false);
            }
            mine.end.complete(null);
        }
    }

    private static boolean waits(Selector selector, long millis) throws IOException {
        try {
            selector.select(millis);
            return selector.selectedKeys().removeIf(key -> true);
        } catch (ClosedSelectorException e) {
            return false;
        }
    }

    private synchronized Life begins() {
        life.hasBegun = true;
        life.thread = Thread.currentThread();
        return life;
    }

    private synchronized boolean isOver(Life mine) {
        return mine.isOver;
    }

    void shutdown() throws InterruptedException {
        var asked = asks();
        if (asked.isFirst || asked.hasBegun) {
            try {
                asked.end.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private synchronized Life asks() throws InterruptedException {
        if (life.thread == Thread.currentThread()) {
            throw new IllegalStateException("the loop's own thread");
        }
        life.isOver = true;
        if (life.selector != null) {
            try {
                life.selector.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return life;
    }
}
