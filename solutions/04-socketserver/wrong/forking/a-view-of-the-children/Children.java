package workbook.socketserver;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ConcurrentHashMap;

/// The processes of a server's requests that have not been collected yet.
///
/// The loop's thread adds and collects; any thread may ask.
final class Children {
    private final Map<Long, Process> children = new ConcurrentHashMap<>();

    synchronized void add(Process child) {
        children.put(child.pid(), child);
    }

    /// Their process ids.
    synchronized Set<Long> active() {
        return Collections.unmodifiableSet(children.keySet());
    }

    /// Waits until so few are left, whichever of them end first.
    void awaitFewerThan(int limit) throws InterruptedException {
        collect(false);
        while (all().size() >= limit) {
            try {
                CompletableFuture.anyOf(all().stream().map(Process::onExit).toArray(CompletableFuture[]::new)).get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a process's end is no failure", e);
            }
            collect(false);
        }
    }

    /// Forgets those that have ended.
    ///
    /// @param blocking whether to wait for all first
    void collect(boolean blocking) throws InterruptedException {
        if (blocking) {
            for (var child : all()) {
                child.waitFor();
            }
        }
        synchronized (this) {
            children.values().removeIf(child -> !child.isAlive());
        }
    }

    private synchronized List<Process> all() {
        return List.copyOf(children.values());
    }
}
