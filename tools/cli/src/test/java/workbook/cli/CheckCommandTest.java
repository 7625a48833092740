package workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import workbook.engine.State;

class CheckCommandTest {
    @TempDir
    Path root;
    private Fixture workbook;

    @BeforeEach
    void a_workbook() throws IOException {
        workbook = new Fixture(root);
    }

    @ParameterizedTest
    @EnumSource
    void exits_with_the_code_of_the_state(State state) {
        workbook.ends("say-hello", state);
        assertThat(workbook.run("check", "say-hello")).isEqualTo(state.exitCode());
        assertThat(workbook.run("check", "say-hello", "--json")).isEqualTo(state.exitCode());
    }

    @Test
    void exits_with_the_highest_code_of_several() {
        workbook.ends("say-hello", State.NOT_RUN);
        workbook.ends("say-bye", State.WRONG);
        assertThat(workbook.run("check", "--all")).isEqualTo(3);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shows_the_report_before_it_says_that_progress_cannot_be_kept() throws IOException {
        workbook.run("list");
        Files.createSymbolicLink(root.resolve(".workbook/history.jsonl"), Path.of("/sys/workbook-history"));
        for (var arguments : List.of(List.of("check", "say-hello"), List.<String>of())) {
            assertThat(workbook.run(arguments.toArray(String[]::new))).isEqualTo(3);
            assertThat(workbook.out()).contains("wrong answer");
            assertThat(workbook.err()).hasLineCount(1).startsWith("May not write");
        }
        assertThat(workbook.run("check", "say-hello", "--json")).isEqualTo(3);
        assertThat(workbook.jsonObject()).containsKey("exercises");
    }

    @Test
    void checks_the_current_exercise_if_none_is_named() {
        workbook.ends("say-hello", State.SOLVED);
        workbook.run("check");
        workbook.run("check");
        assertThat(workbook.runs()).extracting(run -> run.exercise().id()).containsExactly("say-hello", "say-bye");
    }

    @Test
    void shows_the_report_and_how_far_along_the_learner_is() {
        workbook.run("check", "--all");
        assertThat(workbook.out()).contains("say-hello > says it", "wrong answer", "expected   \"hello\"",
                "0 of 2 solved, about 25 minutes left on the core path");
    }

    @Test
    void prints_the_documented_json_and_nothing_else() throws IOException {
        workbook.run("check", "say-hello", "--json", "--seed", "99");
        assertThat(workbook.err()).isEmpty();
        assertThat(workbook.jsonObject()).containsOnlyKeys("network", "exercises").containsEntry("network", "private");
        var exercise = first(workbook.jsonObject().get("exercises"));
        assertThat(exercise).containsOnlyKeys("id", "state", "millis", "seed", "message", "likely", "file", "line",
                "reason", "witnesses", "tests");
        assertThat(exercise).containsEntry("id", "say-hello")
                .containsEntry("state", "WRONG")
                .containsEntry("millis", 34)
                .containsEntry("seed", 99)
                .containsEntry("likely", "nothing was said")
                .containsEntry("file", "chapters/01-talking/src/main/java/workbook/talk/SayHello.java")
                .containsEntry("line", 5)
                .containsEntry("reason", null)
                .containsEntry("witnesses", Map.of("passed", 0, "notRun", 1));
        assertThat(exercise.get("message")).asString().startsWith("says it\n").contains("expected");
        assertThat(first(exercise.get("tests"))).containsOnlyKeys("name", "kind", "state", "millis", "message")
                .containsEntry("name", "says it")
                .containsEntry("kind", "core")
                .containsEntry("state", "FAILED")
                .containsEntry("millis", 12);
    }

    @Test
    void gives_the_reason_in_json_where_something_is_missing() throws IOException {
        workbook.ends("say-hello", State.NOT_RUN);
        workbook.run("check", "--json");
        assertThat(first(workbook.jsonObject().get("exercises")).get("reason")).asString().isNotBlank();
    }

    @Test
    void says_the_solved_in_json_without_a_message() throws IOException {
        workbook.ends("say-hello", State.SOLVED);
        workbook.run("check", "--json");
        assertThat(first(workbook.jsonObject().get("exercises"))).containsEntry("state", "SOLVED")
                .containsEntry("message", null);
    }

    @Test
    void offers_the_nearest_names_for_an_unknown_one() {
        assertThat(workbook.run("check", "say-helo", "say-bye")).isEqualTo(2);
        assertThat(workbook.err()).isEqualTo("There is no exercise 'say-helo'; did you mean say-hello?\n");
        assertThat(workbook.runs()).isEmpty();
    }

    @Test
    void keeps_stdout_empty_for_an_unknown_name_with_json() {
        assertThat(workbook.run("check", "nonsense", "--json")).isEqualTo(2);
        assertThat(workbook.out()).isEmpty();
    }

    @Test
    void says_that_a_stub_was_deleted_and_how_to_get_it_back() throws IOException {
        workbook.run("list");
        Files.delete(workbook.stubFile("SayHello"));
        assertThat(workbook.run("check", "say-hello")).isEqualTo(1);
        assertThat(workbook.out()).contains("SayHello.java is\n             not there",
                "./workbook reset say-hello puts it back");
        assertThat(workbook.run("reset", "say-hello")).isZero();
        assertThat(workbook.stubFile("SayHello")).exists();
    }

    @Test
    void says_that_a_stub_is_empty_or_a_folder() throws IOException {
        workbook.run("list");
        Files.writeString(workbook.stubFile("SayHello"), "\n");
        assertThat(workbook.run("check", "say-hello")).isEqualTo(1);
        assertThat(workbook.out()).containsIgnoringWhitespaces("is empty",
                "./workbook reset say-hello puts the stub back");
        Files.delete(workbook.stubFile("SayHello"));
        Files.createDirectory(workbook.stubFile("SayHello"));
        assertThat(workbook.run("check", "say-hello")).isEqualTo(1);
        assertThat(workbook.out()).containsIgnoringWhitespaces("is a folder", "move it away");
        assertThat(workbook.run("reset", "say-hello")).isEqualTo(3);
        assertThat(workbook.err()).hasLineCount(1).contains("is a folder");
    }

    @Test
    void says_what_was_mistyped() {
        assertThat(workbook.run("chekc")).isEqualTo(2);
        assertThat(workbook.err()).isEqualTo("There is no command 'chekc'; did you mean check?\n");
        assertThat(workbook.run("check", "--seed", "dice")).isEqualTo(2);
        assertThat(workbook.err()).hasLineCount(1).contains("'dice' is not a whole number");
    }

    @Test
    void says_which_line_is_not_utf_8() throws IOException {
        workbook.run("list");
        Files.write(workbook.stubFile("SayHello"), new byte[]{'/', '/', '\n', '/', '/', (byte) 0xe4, '\n'});
        assertThat(workbook.run("check", "say-hello")).isEqualTo(1);
        assertThat(workbook.out()).contains("does not compile", "line 2 of SayHello.java is not UTF-8");
    }

    @Test
    void names_file_and_line_of_a_broken_exercise_block() throws IOException {
        workbook.write("chapters/01-talking/README.adoc", Fixture.README.replace("points=10", "points=ten"));
        assertThat(workbook.run("check")).isEqualTo(4);
        assertThat(workbook.err()).startsWith("chapters/01-talking/README.adoc:29: ").contains("points=ten");
    }

    @Test
    void lends_the_workbooks_own_answer_until_the_learner_has_one() {
        workbook.run("check", "say-bye");
        var lent = workbook.runs().getLast();
        assertThat(lent.lent()).containsExactly("say-hello");
        assertThat(lent.sources().exchanged()).containsEntry("SayHello.java",
                root.resolve("solutions/01-talking/src/main/java/workbook/talk/SayHello.java"));
        assertThat(workbook.out()).contains("lent", "say-hello");

        workbook.ends("say-hello", State.SOLVED);
        workbook.run("check", "say-hello", "say-bye");
        assertThat(workbook.runs().getLast().lent()).isEmpty();
        assertThat(workbook.runs().getLast().sources().exchanged()).isEmpty();
    }

    @Test
    void refuses_names_beside_all() {
        assertThat(workbook.run("check", "--all", "say-bye")).isEqualTo(2);
        assertThat(workbook.err()).hasLineCount(1);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> first(Object list) {
        return (Map<String, Object>) ((List<Object>) list).getFirst();
    }
}
