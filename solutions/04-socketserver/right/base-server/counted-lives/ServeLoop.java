package workbook.socketserver;

import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts beginnings and ends instead of making a latch for each loop: choose it where one has to know how often, too.
final class ServeLoop {
    private final Served served;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final AtomicBoolean endRequested = new AtomicBoolean();
    private volatile Thread thread;
    private volatile Selector selector;
    private long begun;
    private long over;

    ServeLoop(Served served) {
        this.served = served;
    }

    void serveForever(Duration poll) throws IOException {
        lock.lock();
        try {
            begun++;
            thread = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try (var mine = served.selector()) {
            selector = mine;
            var isReady = new AtomicBoolean();
            while (!endRequested.get()) {
                isReady.set(false);
                mine.select(key -> isReady.set(true), Math.max(1, poll.toMillis()));
                if (endRequested.get()) {
                    break;
                }
                if (isReady.get()) {
                    served.handleRequestNoBlock();
                }
                served.serviceActions();
            }
        } finally {
            lock.lock();
            try {
                thread = null;
                selector = null;
                over++;
                endRequested.set(false);
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    void shutdown() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (thread == Thread.currentThread()) {
                throw new IllegalStateException("the loop's own thread");
            }
            endRequested.set(true);
            if (selector != null) {
                selector.wakeup();
            }
            var awaited = Math.max(begun, 1);
            while (over < awaited) {
                ended.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
