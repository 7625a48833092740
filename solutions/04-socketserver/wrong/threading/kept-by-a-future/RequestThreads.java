package workbook.socketserver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

final class RequestThreads {
    private final List<FutureTask<Void>> futures = new ArrayList<>();

    synchronized void start(Runnable task, boolean isDaemon) {
        futures.removeIf(FutureTask::isDone);
        var future = new FutureTask<Void>(task, null);
        Thread.ofPlatform().daemon(isDaemon).start(future);
        if (!isDaemon) {
            futures.add(future);
        }
    }

    synchronized int size() {
        return futures.size();
    }

    void join() {
        try {
            for (var future : all()) {
                try {
                    future.get();
                } catch (ExecutionException | CancellationException e) {
                    // It has ended.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<FutureTask<Void>> all() {
        return List.copyOf(futures);
    }
}
