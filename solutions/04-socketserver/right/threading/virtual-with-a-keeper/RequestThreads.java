package workbook.socketserver;

import java.util.ArrayList;
import java.util.List;

/// Virtual threads, and one platform thread that waits for them and so keeps the process alive: choose it for many
/// requests that mostly wait.
final class RequestThreads {
    private final List<Thread> threads = new ArrayList<>();
    private boolean isKept;

    void start(Runnable task, boolean isDaemon) {
        var thread = Thread.ofVirtual().unstarted(task);
        if (!isDaemon) {
            remember(thread);
        }
        thread.start();
    }

    private synchronized void remember(Thread thread) {
        threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        if (!isKept) {
            isKept = true;
            Thread.ofPlatform().name("keeper").daemon(false).start(this::keep);
        }
    }

    private void keep() {
        while (true) {
            Thread next;
            synchronized (this) {
                threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
                if (threads.isEmpty()) {
                    isKept = false;
                    return;
                }
                next = threads.getFirst();
            }
            try {
                next.join();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    synchronized int size() {
        return threads.size();
    }

    void join() {
        try {
            for (var thread : snapshot()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Thread> snapshot() {
        return List.copyOf(threads);
    }
}
