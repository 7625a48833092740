package workbook.cli.watch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import workbook.engine.Exercise;

/// One check at a time: whatever is asked for while it runs is one more.
///
/// A check that runs for longer than a second and is out of date is ended, so that an endless loop does not hold up the
/// answer that has none any more.
final class Turns {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Checks checks;
    private List<Exercise> running = List.of();
    private List<Exercise> next = List.of();
    /// Nobody wants to know how the running one ends.
    private boolean isUrgent;
    private boolean isCancelled;
    private long since;
    private int done;

    Turns(Checks checks) {
        this.checks = checks;
    }

    /// @param isUrgent whether the answer that the running check is about is another one by now
    void ask(List<Exercise> exercises, boolean isUrgent) {
        if (running.isEmpty()) {
            start(exercises);
            return;
        }
        if (!next.containsAll(exercises)) {
            next = exercises;
        }
        this.isUrgent |= isUrgent;
        look();
    }

    private void start(List<Exercise> exercises) {
        running = exercises;
        next = List.of();
        isUrgent = false;
        isCancelled = false;
        since = System.nanoTime();
        done = 0;
        checks.start(exercises);
    }

    /// Ends what runs, if the time has come.
    void look() {
        if (isUrgent && !isCancelled && System.nanoTime() - since >= LONG_NANOS) {
            isCancelled = true;
            checks.cancel();
        }
    }

    void count() {
        done++;
    }

    /// The running check is through.
    ///
    /// @return whether that was the last: nothing runs now
    boolean end() {
        var asked = next;
        running = List.of();
        next = List.of();
        if (!asked.isEmpty()) {
            start(asked);
        }
        return running.isEmpty();
    }

    boolean isRunning() {
        return !running.isEmpty();
    }

    /// Whether several exercises are being checked.
    boolean isOfMany() {
        return running.size() > 1;
    }

    Waiting waiting() {
        var what = isOfMany() ? done + 1 + " of " + running.size() : running.getFirst().id();
        return new Waiting("checking " + what, since,
                isOfMany() ? "" : "It still runs. A save of your answer ends it and checks the new one.", true);
    }
}
