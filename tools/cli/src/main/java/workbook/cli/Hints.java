package workbook.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import workbook.engine.Exercise;
import workbook.engine.progress.Event;

/// Opens hints, one after the other.
public final class Hints {
    private final Workbook workbook;

    public Hints(Workbook workbook) {
        this.workbook = workbook;
    }

    /// A sentence that offers the next hint to whoever has tried often enough.
    public Optional<String> offer(Exercise exercise) {
        return Optional.empty();
    }

    /// @return the number of the hint that is open now and was not before, or 0 if all were
    public int openNext(Exercise exercise) throws IOException {
        var next = workbook.progress().of(exercise).hints() + 1;
        if (next > exercise.hints().size()) {
            return 0;
        }
        workbook.history().append(new Event.HintOpened(Instant.now(), exercise.id(), next));
        return next;
    }
}
