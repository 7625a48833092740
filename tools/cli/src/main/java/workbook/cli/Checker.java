package workbook.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import workbook.engine.Exercise;
import workbook.engine.Outcome;
import workbook.engine.State;
import workbook.engine.progress.AnswerContent;
import workbook.engine.progress.Event;

/// Runs the learner's answers, and remembers how each went.
public final class Checker implements AutoCloseable {
    private final Workbook workbook;
    private final Supplier<Runner> runners;
    private final Map<Exercise, String> contents = new ConcurrentHashMap<>();
    private Optional<Runner> runner = Optional.empty();

    Checker(Workbook workbook, Supplier<Runner> runners) {
        this.workbook = workbook;
        this.runners = runners;
    }

    public Outcome check(Exercise exercise, Optional<Long> seed) throws IOException {
        contents.put(exercise, AnswerContent.of(exercise));
        var unreadable = UnreadableStub.in(workbook, exercise);
        var outcome = unreadable.isPresent() ? unreadable.get() : run(exercise, seed);
        if (outcome.state() == State.CHECKER_BROKE && OwnTools.areGone()) {
            throw Refusal.notReady(OwnTools.GONE);
        }
        return outcome;
    }

    /// Writes down how a check went: after it was shown, for a disk that is full must not keep that from the learner.
    public void remember(Outcome outcome) throws IOException {
        var exercise = outcome.exercise();
        // A fault of ours, or an untouched stub, is no attempt of the learner's.
        if (outcome.report().isOfStub()) {
            rememberStub(exercise);
        } else if (outcome.state() != State.CHECKER_BROKE) {
            workbook.history()
                    .append(new Event.Checked(Instant.now(), exercise.id(), outcome.state(), outcome.took(),
                            outcome.seed(),
                            Optional.ofNullable(contents.get(exercise))));
        }
    }

    /// A stub that came back by another way than `reset` (`git checkout`, or a file that was moved) is untried again; what
    /// was said of the text before it is not true of it. A pass stays, and is in doubt while the text is another.
    private void rememberStub(Exercise exercise) throws IOException {
        var standing = workbook.progress().of(exercise);
        if (standing.state().isPresent() && !standing.isSolved() && isOriginal(exercise)) {
            workbook.history().append(new Event.WasReset(Instant.now(), exercise.id()));
        }
    }

    private boolean isOriginal(Exercise exercise) {
        try {
            return !workbook.base().isChanged(exercise);
        } catch (IOException e) {
            return false; // nobody knows without the originals
        }
    }

    /// Runs an exercise once more with the wire recorded; there is nothing to remember of it.
    ///
    /// @param test the method to run, and no other; without it all
    public WatchedRun wire(Exercise exercise, Optional<String> test) throws IOException {
        return WatchedRun.of(workbook, runner(), exercise, test, Optional.empty());
    }

    private Outcome run(Exercise exercise, Optional<Long> seed) throws IOException {
        return runner().run(new Lending(workbook).run(exercise, seed));
    }

    /// Gets ready for the next checks.
    public void prepare() throws IOException {
        runner().prepareForMany();
    }

    /// Ends the running check: it has no outcome, but a [java.util.concurrent.CancellationException].
    public synchronized void cancel() {
        runner.ifPresent(Runner::cancel);
    }

    private synchronized Runner runner() {
        if (runner.isEmpty()) {
            runner = Optional.of(runners.get());
        }
        return runner.get();
    }

    @Override
    public synchronized void close() {
        runner.ifPresent(Runner::close);
    }
}
