package workbook.socketserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// A virtual thread waits for each child, and a semaphore counts the places. Choose this where you would rather read a
/// wait as a wait than as a future.
final class Children {
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final List<Thread> reapers = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);

    void add(Process child) {
        running.add(child);
        var reaper = Thread.ofVirtual().start(() -> {
            try {
                child.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                running.remove(child);
                ended.release();
            }
        });
        synchronized (reapers) {
            reapers.removeIf(each -> !each.isAlive());
            reapers.add(reaper);
        }
    }

    Set<Long> active() {
        return running.stream().map(Process::pid).collect(Collectors.toSet());
    }

    void awaitFewerThan(int limit) throws InterruptedException {
        while (running.size() >= limit) {
            ended.acquire();
        }
    }

    void collect(boolean blocking) throws InterruptedException {
        if (!blocking) {
            return;
        }
        List<Thread> all;
        synchronized (reapers) {
            all = List.copyOf(reapers);
        }
        for (var reaper : all) {
            reaper.join();
        }
    }
}
