package workbook.engine.progress;

import java.util.Optional;
import workbook.engine.State;

/// What the history says of one exercise.
///
/// @param state         of the last check since the stub was last put back; none if there was no check
/// @param attempts      checks so far; those of the same text one after the other count as one
/// @param hints         hints opened so far
/// @param wasSolved     whether any check so far was a pass
/// @param revealed      whether the learner asked for the reference before a pass
/// @param isTestChanged whether an update changed the exercise's test after its last check
/// @param content       what the last check was of, see [AnswerContent]; none if there was no check, or it does not say
public record Standing(Optional<State> state, int attempts, int hints, boolean wasSolved,
        boolean revealed, boolean isTestChanged, Optional<String> content) {
    static final Standing UNTRIED = new Standing(Optional.empty(), 0, 0, false, false, false, Optional.empty());

    public boolean isSolved() {
        return state.equals(Optional.of(State.SOLVED));
    }

    /// Whether the last check was of another text than this, as far as that is known.
    public boolean isOfOther(String now) {
        return content.filter(checked -> !checked.equals(now)).isPresent();
    }

    Standing after(Event event) {
        return switch (event) {
            case Event.Checked checked -> after(checked);
            case Event.HintOpened opened ->
                new Standing(state, attempts, Math.max(hints, opened.number()), wasSolved, revealed,
                        isTestChanged, content);
            case Event.Revealed reveal ->
                new Standing(state, attempts, hints, wasSolved, true, isTestChanged, content);
            case Event.WasReset reset -> new Standing(Optional.empty(), attempts, hints, wasSolved, revealed, false,
                    Optional.empty());
            case Event.Updated updated -> new Standing(state, attempts, hints, wasSolved, revealed,
                    state.isPresent(), content);
            case Event.WentTo went -> this;
            case Event.Imported imported -> this;
        };
    }

    private Standing after(Event.Checked checked) {
        var isAgain = checked.content().isPresent() && checked.content().equals(content);
        var isPass = checked.state() == State.SOLVED;
        return new Standing(Optional.of(checked.state()), attempts + (isAgain ? 0 : 1), hints, wasSolved || isPass,
                revealed, false,
                checked.content());
    }
}
