package workbook.engine.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import workbook.engine.State;

/// Something that happened to an exercise, as the history keeps it.
public sealed interface Event {
    Instant at();

    /// The exercise; empty for what concerns all of them.
    String id();

    /// The exercise was run on the learner's answer.
    ///
    /// @param content what was checked, see [AnswerContent]; histories of old do not say
    record Checked(Instant at, String id, State state, Duration took, long seed, Optional<String> content)
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

    /// New material came into the workbook.
    ///
    /// @param before fingerprint of the material until then, empty where only Git knows
    /// @param after  of what is here now
    /// @param tests  ids of the exercises that are tested otherwise than before
    record Updated(Instant at, String before, String after, List<String> tests) implements Event {
        public Updated {
            tests = List.copyOf(tests);
        }

        @Override
        public String id() {
            return "";
        }
    }

    /// The history of another machine was added behind this line; since then lines need not stand in the order of time.
    record Imported(Instant at, int lines) implements Event {
        @Override
        public String id() {
            return "";
        }
    }
}
