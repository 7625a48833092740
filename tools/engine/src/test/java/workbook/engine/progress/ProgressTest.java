package workbook.engine.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import workbook.engine.Exercise;
import workbook.engine.State;

class ProgressTest {
    private static final Exercise FIRST = exercise("first", 1);
    private static final Exercise SECOND = exercise("second", 2);
    private static final Exercise THIRD = exercise("third", 3);
    private static final List<Exercise> ALL = List.of(FIRST, SECOND, THIRD);

    @Test
    void starts_with_the_first_exercise() {
        assertThat(Progress.of(List.of()).current(ALL)).isEqualTo(FIRST);
    }

    @Test
    void goes_on_with_the_first_unsolved_one() {
        assertThat(progress(checked("first", State.SOLVED), checked("second", State.WRONG)).current(ALL))
                .isEqualTo(SECOND);
    }

    @Test
    void stays_where_the_learner_went_until_that_is_solved() {
        assertThat(progress(wentTo("third")).current(ALL)).isEqualTo(THIRD);
        assertThat(progress(wentTo("third"), checked("third", State.SOLVED)).current(ALL)).isEqualTo(FIRST);
    }

    @Test
    void ignores_a_step_to_an_exercise_that_is_no_more() {
        assertThat(progress(wentTo("gone")).current(ALL)).isEqualTo(FIRST);
    }

    @Test
    void ends_at_the_last_one() {
        var solved = progress(checked("first", State.SOLVED), checked("second", State.SOLVED),
                checked("third", State.SOLVED));
        assertThat(solved.current(ALL)).isEqualTo(THIRD);
        assertThat(solved.next(ALL, THIRD)).isEmpty();
    }

    @Test
    void finds_the_next_unsolved_one_from_the_start_again() {
        var progress = progress(checked("second", State.SOLVED));
        assertThat(progress.next(ALL, FIRST)).contains(THIRD);
        assertThat(progress.next(ALL, THIRD)).contains(FIRST);
    }

    @Test
    void sums_up_one_exercise() {
        var standing = progress(checked("first", State.SOLVED), checked("first", State.WRONG),
                new Event.HintOpened(Instant.EPOCH, "first", 2), new Event.Revealed(Instant.EPOCH, "first"))
                .of(FIRST);
        assertThat(standing)
                .isEqualTo(new Standing(Optional.of(State.WRONG), 2, 2, true, true, false, Optional.empty()));
    }

    @Test
    void is_untried_again_after_a_reset() {
        var standing = progress(checked("first", State.SOLVED), new Event.WasReset(Instant.EPOCH, "first")).of(FIRST);
        assertThat(standing).isEqualTo(new Standing(Optional.empty(), 1, 0, true, false, false, Optional.empty()));
    }

    @Test
    void counts_checks_of_the_same_text_as_one_attempt() {
        var standing = progress(checked("first", State.WRONG, "a"), checked("first", State.WRONG, "a"),
                checked("first", State.HUNG, "b"), checked("first", State.WRONG, "a")).of(FIRST);
        assertThat(standing.attempts()).isEqualTo(3);
        assertThat(standing.content()).contains("a");
        assertThat(standing.isOfOther("b")).isTrue();
        assertThat(standing.isOfOther("a")).isFalse();
    }

    @Test
    void doubts_a_pass_until_it_is_one_of_the_new_test() {
        var update = new Event.Updated(Instant.EPOCH, "a", "b", List.of("first", "second"));
        var progress = progress(checked("first", State.SOLVED), update);
        assertThat(progress.of(FIRST).isTestChanged()).isTrue();
        assertThat(progress.isSolved(FIRST)).isTrue();
        assertThat(progress.of(SECOND)).isEqualTo(Standing.UNTRIED);
        assertThat(progress(checked("first", State.SOLVED), update, checked("first", State.SOLVED)).of(FIRST)
                .isTestChanged()).isFalse();
    }

    private static Event checked(String id, State state, String content) {
        return new Event.Checked(Instant.EPOCH, id, state, Duration.ZERO, 1, Optional.of(content));
    }

    private static Progress progress(Event... events) {
        return Progress.of(List.of(events));
    }

    private static Event checked(String id, State state) {
        return new Event.Checked(Instant.EPOCH, id, state, Duration.ZERO, 1);
    }

    private static Event wentTo(String id) {
        return new Event.WentTo(Instant.EPOCH, id);
    }

    private static Exercise exercise(String id, int order) {
        var file = Path.of("/workbook", id);
        return new Exercise(id, id, "01-socket-basics", "s", "S", order, 10, Exercise.Level.CORE, 5, "do it",
                List.of(), Exercise.Judge.INSIDE, Exercise.Needs.LOOPBACK, List.of(file), file, List.of(), "",
                List.of(),
                file, 1);
    }
}
