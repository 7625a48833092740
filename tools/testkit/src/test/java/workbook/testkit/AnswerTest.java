package workbook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.answers.Echo;
import workbook.kit.Todo;

class AnswerTest {
    @AfterEach
    void back_to_the_default() {
        System.clearProperty(Answer.MODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void a_server_is_reached_by_the_port_that_it_hands_over(String mode) {
        System.setProperty(Answer.MODE, mode);
        try (var answer = Answer.start(Echo.class, "serve", List.of());
                var peer = ScriptedPeer.connect(answer.address())) {
            peer.sends("hello").halfCloses().readsToTheEnd();
            assertThat(peer.received()).asString().isEqualTo("hello");
            assertThat(answer.isRunning()).isTrue();
            answer.kill();
            assertThat(answer.isRunning()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void a_server_is_reached_by_the_port_that_it_prints(String mode) {
        System.setProperty(Answer.MODE, mode);
        try (var answer = Answer.start(Echo.class, "serve", List.of("listening"));
                var peer = ScriptedPeer.connect(answer.address())) {
            peer.sends("hello").halfCloses().readsToTheEnd();
            assertThat(peer.received()).asString().isEqualTo("hello");
            assertThat(answer.text()).startsWith("listening on port ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void its_output_and_its_exit_status_are_kept(String mode) {
        System.setProperty(Answer.MODE, mode);
        try (var answer = Answer.start(Echo.class, "prints", List.of("one", "two"))) {
            assertThat(answer.exit()).isEqualTo(3);
            assertThat(answer.text()).isEqualTo("one two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void what_it_throws_is_an_exit_of_one_and_no_port(String mode) {
        System.setProperty(Answer.MODE, mode);
        try (var answer = Answer.start(Echo.class, "fails", List.of())) {
            assertThatExceptionOfType(ExerciseFailure.class).isThrownBy(answer::address);
            assertThat(answer.exit()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void the_reason_of_a_stub_is_passed_on(String mode) {
        System.setProperty(Answer.MODE, mode);
        try (var answer = Answer.start(Echo.class, "isAStub", List.of())) {
            assertThatExceptionOfType(Todo.class).isThrownBy(answer::address).withMessage("serve one client");
            assertThatExceptionOfType(Todo.class).isThrownBy(answer::exit).withMessage("serve one client");
        }
    }
}
