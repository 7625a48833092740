package workbook.engine.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import workbook.engine.State;

/// Something that happened to an exercise, as the history keeps it.
public sealed interface Event {
    Instant at();

    String id();

    /// The exercise was run on the learner's answer.
    ///
    /// @param answer what tells this answer from others; none in what older workbooks have written
    record Checked(Instant at, String id, State state, Duration took, long seed, Optional<String> answer)
            implements
                Event {
        public Checked(Instant at, String id, State state, Duration took, long seed) {
            this(at, id, state, took, seed, Optional.empty());
        }
    }

    /// The learner opened the hint of this number, from 1.
    record HintOpened(Instant at, String id, int number) implements Event {}

    /// The learner asked for the reference before a pass.
    record Revealed(Instant at, String id) implements Event {}

    /// The learner went to this exercise, past the one whose turn it was.
    record WentTo(Instant at, String id) implements Event {}

    /// The stub was put back; the answer until then is in the backup.
    record WasReset(Instant at, String id) implements Event {}
}
