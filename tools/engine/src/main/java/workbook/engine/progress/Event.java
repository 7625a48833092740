package workbook.engine.progress;

import java.time.Duration;
import java.time.Instant;
import workbook.engine.State;

/// Something that happened to an exercise, as the history keeps it.
public sealed interface Event {
    Instant at();

    String id();

    /// The exercise was run on the learner's answer.
    record Checked(Instant at, String id, State state, Duration took, long seed) implements Event {}

    /// The learner opened the hint of this number, from 1.
    record HintOpened(Instant at, String id, int number) implements Event {}

    /// The learner asked for the reference before a pass.
    record Revealed(Instant at, String id) implements Event {}

    /// The learner went to this exercise, past the one whose turn it was.
    record WentTo(Instant at, String id) implements Event {}

    /// The stub was put back; the answer until then is in the backup.
    record WasReset(Instant at, String id) implements Event {}
}
