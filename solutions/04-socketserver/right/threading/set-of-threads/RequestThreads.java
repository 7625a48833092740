package workbook.socketserver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A set that needs no lock, from which each thread takes itself when it ends: choose it where many threads come and go
/// at once.
final class RequestThreads {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    void start(Runnable task, boolean isDaemon) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        thread.setDaemon(isDaemon);
        if (!isDaemon) {
            threads.add(thread);
        }
        thread.start();
    }

    int size() {
        return threads.size();
    }

    void join() {
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
