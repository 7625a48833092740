package workbook.engine.progress;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import workbook.engine.State;

/// How often an exercise was tried in vain since its last pass, its last new hint or its last reset.
///
/// An attempt is an answer that was not tried before: to check the same text ten times is one attempt. What does not
/// compile was not tried, and the compiler says more of it than a hint would.
public final class FailedAttempts {
    private FailedAttempts() {}

    public static int of(String id, List<Event> events) {
        var answers = new HashSet<Optional<String>>();
        for (var event : events) {
            if (event.id().equals(id)) {
                switch (event) {
                    case Event.Checked checked when checked.state() == State.SOLVED -> answers.clear();
                    case Event.Checked checked when hasFailed(checked.state()) -> answers.add(checked.content());
                    case Event.HintOpened opened -> answers.clear();
                    case Event.WasReset reset -> answers.clear();
                    default -> {
                        // Says nothing of an attempt.
                    }
                }
            }
        }
        return answers.size();
    }

    private static boolean hasFailed(State state) {
        return state == State.WRONG || state == State.HUNG || state == State.CRASHED;
    }
}
