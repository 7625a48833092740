package workbook.engine.progress;

import java.util.Optional;
import workbook.engine.State;

/// What the history says of one exercise.
///
/// @param state     of the last check since the stub was last put back; none if there was no check
/// @param attempts  checks so far
/// @param hints     hints opened so far
/// @param wasSolved whether any check so far was a pass
/// @param revealed  whether the learner asked for the reference before a pass
public record Standing(Optional<State> state, int attempts, int hints, boolean wasSolved, boolean revealed) {
    static final Standing UNTRIED = new Standing(Optional.empty(), 0, 0, false, false);

    public boolean isSolved() {
        return state.equals(Optional.of(State.SOLVED));
    }

    Standing after(Event event) {
        return switch (event) {
            case Event.Checked checked -> new Standing(Optional.of(checked.state()), attempts + 1, hints,
                    wasSolved || checked.state() == State.SOLVED, revealed);
            case Event.HintOpened opened ->
                new Standing(state, attempts, Math.max(hints, opened.number()), wasSolved, revealed);
            case Event.Revealed reveal -> new Standing(state, attempts, hints, wasSolved, true);
            case Event.WasReset reset -> new Standing(Optional.empty(), attempts, hints, wasSolved, revealed);
            case Event.WentTo went -> this;
        };
    }
}
