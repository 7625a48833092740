package workbook.socketserver;

import java.util.ArrayList;
import java.util.List;

/// The threads of one server's requests.
///
/// Any thread may call any of these methods at any time, also while another one waits in [#join].
final class RequestThreads {
    private final List<Thread> threads = new ArrayList<>();

    /// Runs the task in a thread of its own.
    ///
    /// A daemon is not remembered. Any other is, until it has ended, or until the first start after that.
    ///
    /// @param isDaemon whether the process may end before the task does
    synchronized void start(Runnable task, boolean isDaemon) {
        threads.removeIf(thread -> !thread.isAlive());
        var thread = Thread.ofPlatform().name("request").daemon(isDaemon).start(task);
        if (!isDaemon) {
            threads.add(thread);
        }
    }

    /// How many are remembered.
    synchronized int size() {
        return threads.size();
    }

    /// Waits until all that are remembered have ended, or until the waiting thread is interrupted, and stays so.
    void join() {
        try {
            var all = snapshot();
            if (!all.isEmpty()) {
                all.getFirst().join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Thread> snapshot() {
        return List.copyOf(threads);
    }
}
