package workbook.socketserver;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Waits for any of many by looking every few milliseconds, as a program does that has no futures. Choose this where ten
/// milliseconds do not matter; it is the shortest.
final class Children {
    private final List<Process> children = new CopyOnWriteArrayList<>();

    void add(Process child) {
        children.add(child);
    }

    Set<Long> active() {
        return children.stream().map(Process::pid).collect(Collectors.toSet());
    }

    void awaitFewerThan(int limit) throws InterruptedException {
        collect(false);
        while (children.size() >= limit) {
            Thread.sleep(10);
            collect(false);
        }
    }

    void collect(boolean blocking) throws InterruptedException {
        if (blocking) {
            for (var child : children) {
                child.waitFor();
            }
        }
        children.removeIf(child -> !child.isAlive());
    }
}
