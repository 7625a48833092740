package workbook.testkit;

import java.time.Duration;

/// A moment by which something must have happened; one deadline bounds any number of waits.
public final class Deadline {
    private final long end;

    private Deadline(Duration limit) {
        this.end = System.nanoTime() + limit.toNanos();
    }

    public static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    /// A little before the running test's own limit, so that whoever waits can still say what for.
    public static Deadline ofTest() {
        return TestScope.current().deadline();
    }

    /// The earlier of two.
    Deadline orEarlier(Deadline other) {
        return other.end - end < 0 ? other : this;
    }

    public boolean isOver() {
        return left().isZero();
    }

    /// What is left, never negative.
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /// What is left in milliseconds, at least 1: for calls to which 0 means for ever.
    public int millis() {
        return (int) Math.max(1, left().toMillis());
    }

    /// `5 s`, `1.8 s`, `250 ms`.
    static String text(Duration duration) {
        var millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        var tenths = Math.round(millis / 100.0);
        return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
}
