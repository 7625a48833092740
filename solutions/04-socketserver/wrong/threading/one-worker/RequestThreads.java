package workbook.socketserver;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

final class RequestThreads {
    private final AtomicInteger count = new AtomicInteger();
    private ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    void start(Runnable task, boolean isDaemon) {
        count.incrementAndGet();
        worker.execute(() -> {
            try {
                task.run();
            } finally {
                count.decrementAndGet();
            }
        });
    }

    int size() {
        return count.get();
    }

    void join() {
        worker.shutdown();
        try {
            worker.awaitTermination(1, TimeUnit.DAYS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
