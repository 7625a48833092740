package workbook.socketserver;

/// A counter and no list: each thread takes itself out at its end, and whoever waits is woken at zero. Choose it where
/// nobody asks which threads there are.
final class RequestThreads {
    private final Object monitor = new Object();
    private int count;

    void start(Runnable task, boolean isDaemon) {
        if (isDaemon) {
            Thread.ofPlatform().daemon().start(task);
            return;
        }
        synchronized (monitor) {
            count++;
        }
        var isStarted = false;
        try {
            Thread.ofPlatform().daemon(false).start(() -> {
                try {
                    task.run();
                } finally {
                    isDone();
                }
            });
            isStarted = true;
        } finally {
            if (!isStarted) {
                isDone();
            }
        }
    }

    private void isDone() {
        synchronized (monitor) {
            count--;
            monitor.notifyAll();
        }
    }

    int size() {
        synchronized (monitor) {
            return count;
        }
    }

    void join() {
        synchronized (monitor) {
            while (count > 0) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
