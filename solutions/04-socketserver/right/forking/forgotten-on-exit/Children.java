package workbook.socketserver;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Each child's own future takes it out when it has ended; nobody has to look for who has. Choose this where the limit
/// matters and the rounds of a loop do not.
final class Children {
    private final Map<Long, Process> children = new HashMap<>();

    synchronized void add(Process child) {
        children.put(child.pid(), child);
        child.onExit().thenAccept(this::forget);
    }

    private synchronized void forget(Process child) {
        children.remove(child.pid(), child);
        notifyAll();
    }

    synchronized Set<Long> active() {
        return Set.copyOf(children.keySet());
    }

    synchronized void awaitFewerThan(int limit) throws InterruptedException {
        while (children.size() >= limit) {
            wait();
        }
    }

    synchronized void collect(boolean blocking) throws InterruptedException {
        if (blocking) {
            awaitFewerThan(1);
        }
    }
}
