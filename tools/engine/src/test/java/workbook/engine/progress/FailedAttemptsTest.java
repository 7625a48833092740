package workbook.engine.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import workbook.engine.State;

class FailedAttemptsTest {
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

    private final List<Event> events = new ArrayList<>();

    @Test
    void counts_answers_and_not_checks() {
        for (var check = 0; check < 10; check++) {
            checked(State.WRONG, "a");
        }
        assertThat(attempts()).isEqualTo(1);
        checked(State.HUNG, "b");
        checked(State.WRONG, "a");
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    void begins_anew_after_a_pass_a_hint_and_a_reset() {
        for (var end : List.of(new Event.HintOpened(NOW, "one", 1), new Event.WasReset(NOW, "one"),
                event(State.SOLVED, "one", "c"))) {
            checked(State.WRONG, "a");
            checked(State.CRASHED, "b");
            assertThat(attempts()).isEqualTo(2);
            events.add(end);
            assertThat(attempts()).isZero();
        }
    }

    @Test
    void leaves_out_what_was_not_tried() {
        checked(State.DOES_NOT_COMPILE, "a");
        checked(State.NOT_RUN, "b");
        events.add(event(State.WRONG, "another", "c"));
        assertThat(attempts()).isZero();
    }

    @Test
    void takes_what_an_older_workbook_wrote_for_one_attempt() throws Exception {
        var old = EventLine.read("{\"at\":\"2025-01-01T00:00:00Z\",\"event\":\"checked\",\"id\":\"one\","
                + "\"state\":\"WRONG\",\"millis\":5,\"seed\":7}");
        events.addAll(List.of(old.orElseThrow(), old.orElseThrow()));
        assertThat(attempts()).isEqualTo(1);
        assertThat(EventLine.of(old.orElseThrow())).doesNotContain("content");
        assertThat(EventLine.read(EventLine.of(event(State.WRONG, "one", "a"))))
                .contains(event(State.WRONG, "one", "a"));
    }

    private void checked(State state, String answer) {
        events.add(event(state, "one", answer));
    }

    private static Event event(State state, String id, String answer) {
        return new Event.Checked(NOW, id, state, Duration.ofMillis(5), 7, Optional.of(answer));
    }

    private int attempts() {
        return FailedAttempts.of("one", events);
    }
}
