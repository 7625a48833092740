package workbook.cli.watch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import workbook.cli.Checker;
import workbook.engine.Exercise;
import workbook.engine.Outcome;

/// Runs one check at a time beside the watch and reports into its queue.
final class Checks implements AutoCloseable {
    private final Checker checker;
    private final BlockingQueue<WatchEvent> events;
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("checks").factory());
    private volatile boolean isCancelled;

    Checks(Checker checker, BlockingQueue<WatchEvent> events) {
        this.checker = checker;
        this.events = events;
    }

    void start(List<Exercise> exercises) {
        isCancelled = false;
        thread.execute(() -> {
            try {
                check(exercises);
                events.add(new WatchEvent.Done());
                checker.prepare();
            } catch (Exception e) {
                events.add(new WatchEvent.Failed(e));
            } catch (Error e) { // out of memory, say: somebody waits for the end all the same
                events.add(new WatchEvent.Failed(new IllegalStateException(e)));
            }
        });
    }

    /// Ends the running check, whatever the answer does: there is no outcome, and nothing is remembered.
    /// [WatchEvent.Done] comes all the same.
    void cancel() {
        isCancelled = true;
        checker.cancel();
    }

    private void check(List<Exercise> exercises) throws IOException {
        for (var exercise : exercises) {
            if (isCancelled) {
                return;
            }
            try {
                var outcome = checker.check(exercise, Optional.empty());
                if (!isCancelled) {
                    remember(outcome);
                    events.add(new WatchEvent.Checked(outcome));
                }
            } catch (CancellationException e) {
                // Nothing came of it.
            }
            // The next worker starts while this outcome is shown.
            checker.prepare();
        }
    }

    /// What cannot be written down can still be shown.
    private void remember(Outcome outcome) {
        try {
            checker.remember(outcome);
        } catch (IOException e) {
            events.add(new WatchEvent.NotKept(e));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        checker.close();
    }
}
