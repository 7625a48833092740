package workbook.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import workbook.engine.Exercise;
import workbook.engine.progress.Event;
import workbook.engine.progress.FailedAttempts;

/// Opens hints, one after the other, and offers the next where answers fail.
public final class Hints {
    private static final int ANSWERS_BEFORE_AN_OFFER = 2;

    private final Workbook workbook;
    /// Those that this process opened, which stay open where they cannot be written down.
    private final Map<String, Integer> opened = new HashMap<>();

    public Hints(Workbook workbook) {
        this.workbook = workbook;
    }

    /// How many are open.
    public int opened(Exercise exercise) throws IOException {
        var kept = workbook.progress().of(exercise).hints();
        return Math.clamp(Math.max(kept, opened.getOrDefault(exercise.id(), 0)), 0, exercise.hints().size());
    }

    /// @return the number of the hint that is open now and was not before, or 0 if all were
    /// @throws IOException if it is open, but could not be written down
    public int openNext(Exercise exercise) throws IOException {
        var next = opened(exercise) + 1;
        if (next > exercise.hints().size()) {
            return 0;
        }
        opened.put(exercise.id(), next);
        workbook.history().append(new Event.HintOpened(Instant.now(), exercise.id(), next));
        return next;
    }

    /// A sentence that offers the next hint in the watch, where several answers have failed.
    public Optional<String> offer(Exercise exercise) throws IOException {
        return offer(exercise, "h");
    }

    /// The same, where it takes a command.
    Optional<String> offerCommand(Exercise exercise) throws IOException {
        return offer(exercise, "./workbook hint " + exercise.id());
    }

    private Optional<String> offer(Exercise exercise, String how) throws IOException {
        var answers = FailedAttempts.of(exercise.id(), workbook.history().events());
        var next = opened(exercise) + 1;
        var all = exercise.hints().size();
        if (answers < ANSWERS_BEFORE_AN_OFFER || next > all) {
            return Optional.empty();
        }
        return Optional.of(answers + " different answers have failed: " + how + " opens hint " + next + " of " + all
                + ".");
    }
}
