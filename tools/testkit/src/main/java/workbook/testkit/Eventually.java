package workbook.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what announces itself by no event: a file in `/proc`, a process's exit.
///
/// Where there is an event (a future, a latch, a read), wait for that instead.
public final class Eventually {
    private static final long POLL = Duration.ofMillis(2).toNanos();

    private Eventually() {}

    /// Whether the condition held before the deadline; it is asked at least once.
    public static boolean holds(BooleanSupplier condition, Deadline deadline) {
        while (!condition.getAsBoolean()) {
            if (deadline.isOver() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL);
        }
        return true;
    }

    /// The first value that there is before the deadline.
    public static <T> Optional<T> get(Supplier<Optional<T>> source, Deadline deadline) {
        var found = source.get();
        while (found.isEmpty() && !deadline.isOver() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL);
            found = source.get();
        }
        return found;
    }
}
