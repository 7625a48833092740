package workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.State;

class LearnerCommandsTest {
    @TempDir
    Path root;
    private Fixture workbook;

    @BeforeEach
    void a_workbook() throws IOException {
        workbook = new Fixture(root);
    }

    @Test
    void says_where_one_stands_where_there_is_no_terminal() {
        assertThat(workbook.run()).isEqualTo(1);
        assertThat(workbook.out()).contains("0 of 2 solved", "Make `SayHello.word` return a greeting.", "SayHello.java",
                "wrong answer");
    }

    @Test
    void lists_the_states_as_the_documented_json() throws IOException {
        workbook.ends("say-hello", State.SOLVED);
        workbook.run("check", "say-hello");
        assertThat(workbook.run("list", "--json")).isZero();
        assertThat(workbook.jsonList()).isEqualTo(List.of(
                Map.of("id", "say-hello", "title", "Say hello", "chapter", "01-talking", "order", 1, "points", 5,
                        "level", "core", "minutes", 5, "state", "SOLVED", "attempts", 1),
                Map.of("id", "say-bye", "title", "Say bye", "chapter", "01-talking", "order", 2, "points", 10, "level",
                        "core", "minutes", 20, "state", "UNTRIED", "attempts", 0)));
    }

    @Test
    void lists_the_states_for_people() {
        workbook.ends("say-hello", State.SOLVED);
        workbook.run("check", "say-hello");
        workbook.run("list");
        assertThat(workbook.out()).containsIgnoringWhitespaces("+ say-hello", "> 2 . say-bye", "untried",
                "1 of 2 solved, about 20 minutes left on the core path");
    }

    @Test
    void lists_a_stub_that_came_back_as_untried() throws IOException {
        workbook.run("list");
        var stub = workbook.stubFile("SayHello");
        var away = Files.move(stub, root.resolve("away"));
        workbook.run("check", "say-hello");
        workbook.run("list");
        assertThat(workbook.out()).contains("does not compile");
        Files.move(away, stub);
        workbook.isNotWritten("say-hello");
        workbook.run("check", "say-hello");
        workbook.run("list");
        assertThat(workbook.out()).doesNotContain("does not compile")
                .containsIgnoringWhitespaces("Say hello 5 min untried");
    }

    @Test
    void keeps_the_verdict_of_an_answer_of_which_a_part_is_not_written() throws IOException {
        workbook.run("check", "say-hello");
        Files.writeString(workbook.stubFile("SayHello"), "class SayHello { int half; }");
        workbook.isNotWritten("say-hello");
        workbook.run("check", "say-hello");
        workbook.run("list");
        assertThat(workbook.out()).contains("wrong answer");
    }

    @Test
    void shows_the_task_of_the_current_or_a_named_exercise() {
        assertThat(workbook.run("task")).isZero();
        assertThat(workbook.out()).contains("Say hello", "\"First words\"");
        workbook.run("task", "say-bye");
        assertThat(workbook.out()).contains("Make `SayBye.word` take leave.");
    }

    @Test
    void opens_one_hint_after_the_other_and_folds_those_before() {
        workbook.run("hint");
        assertThat(workbook.out()).isEqualTo("""
                Hint 1 of 2
                What do people say?

                1 more hint; ./workbook hint say-hello opens the next.
                """);
        workbook.run("hint");
        assertThat(workbook.out()).isEqualTo("""
                Hint 1 of 2  What do people say?
                Hint 2 of 2
                They say hello.

                That was the last one. ./workbook hint say-hello --opened shows those before in
                full.
                """);
        workbook.run("hint");
        assertThat(workbook.out()).contains("Hint 1 of 2\nWhat", "Hint 2 of 2\nThey", "These are all of them.");
    }

    @Test
    void shows_opened_hints_again_without_opening_more() {
        assertThat(workbook.run("hint", "--opened")).isEqualTo(2);
        workbook.run("hint");
        assertThat(workbook.run("hint", "--opened")).isZero();
        assertThat(workbook.out()).contains("Hint 1 of 2", "1 more hint").doesNotContain("Hint 2");
    }

    @Test
    void shows_a_hint_that_cannot_be_remembered() throws IOException {
        Files.createFile(root.resolve(".workbook")); // where a folder should be
        assertThat(workbook.run("hint")).isNotZero();
        assertThat(workbook.out()).contains("Hint 1 of 2", "What do people say?");
        assertThat(workbook.err()).isNotBlank();
    }

    @Test
    void offers_a_hint_after_two_answers_that_failed_and_again_after_two_more() throws IOException {
        workbook.run("list");
        assertThat(offerAfter("one")).isEmpty();
        assertThat(offerAfter("one")).isEmpty();
        assertThat(offerAfter("two"))
                .contains("2 different answers have failed: ./workbook hint say-hello opens hint 1 of 2.");
        assertThat(offerAfter("three"))
                .hasValueSatisfying(offer -> assertThat(offer).startsWith("3 different answers"));
        workbook.run("hint");
        assertThat(offerAfter("four")).isEmpty();
        assertThat(offerAfter("five")).hasValueSatisfying(offer -> assertThat(offer).contains("hint 2 of 2"));
        workbook.run("hint");
        assertThat(offerAfter("six")).isEmpty();
        assertThat(offerAfter("seven")).as("no hint is left").isEmpty();
    }

    @Test
    void offers_a_key_in_the_watch() throws IOException {
        workbook.run("list");
        offerAfter("one");
        offerAfter("two");
        var opened = workbook.workbook();
        assertThat(new Hints(opened).offer(opened.named("say-hello")))
                .contains("2 different answers have failed: h opens hint 1 of 2.");
    }

    /// What the check of such an answer offers.
    private Optional<String> offerAfter(String answer) throws IOException {
        Files.writeString(workbook.stubFile("SayHello"), "// " + answer);
        workbook.run("check", "say-hello");
        return workbook.out().lines().filter(line -> line.contains("different answers")).findFirst();
    }

    @Test
    void keeps_the_solution_until_the_exercise_is_solved() {
        assertThat(workbook.run("solution")).isEqualTo(2);
        assertThat(workbook.err()).contains("say-hello is not solved yet", "--reveal");
    }

    @Test
    void shows_the_solution_beside_the_learners_own() throws IOException {
        workbook.ends("say-hello", State.SOLVED);
        workbook.run("check", "say-hello");
        workbook.write("solutions/01-talking/right/say-hello/in-french/SayHello.java",
                "package workbook.talk;\n\n/// Says it in French: choose it in `Paris`.\n///\n/// More.\nclass SayHello {}");
        assertThat(workbook.run("solution", "say-hello")).isZero();
        assertThat(workbook.out()).contains("-         throw todo(\"say it\");", "+         return \"good word\";",
                "- in-french: Says it in French: choose it in `Paris`.\n", "Hint 1 of 2", "Hint 2 of 2")
                .doesNotContain("package ", "More.");
    }

    @Test
    void reveals_the_solution_and_remembers_it() {
        assertThat(workbook.run("solution", "say-bye", "--reveal")).isZero();
        assertThat(workbook.run("solution", "say-bye")).isZero();
        assertThat(Fixture.text(root.resolve(".workbook/history.jsonl"))).containsOnlyOnce("\"reveal\"");
    }

    @Test
    void says_that_a_copy_has_no_solutions() throws IOException {
        Files.delete(root.resolve("solutions/01-talking/src/main/java/workbook/talk/SayBye.java"));
        assertThat(workbook.run("solution", "say-bye", "--reveal")).isEqualTo(3);
        assertThat(workbook.err()).hasLineCount(1).contains("without solutions");
    }

    @Test
    void puts_a_stub_back_and_says_where_the_answer_is() throws IOException {
        workbook.run("list");
        var original = Fixture.text(workbook.stubFile("SayHello"));
        Files.writeString(workbook.stubFile("SayHello"), "mine");
        assertThat(workbook.run("reset", "say-hello")).isZero();
        assertThat(workbook.stubFile("SayHello")).hasContent(original);
        assertThat(workbook.out())
                .containsPattern(
                        "this brings it back: cp \\.workbook/backup/[0-9-]+-say-hello/SayHello\\.java chapters/");
        assertThat(workbook.run("reset", "--list")).isZero();
        assertThat(workbook.out()).contains("-say-hello/SayHello.java chapters/01-talking/src/main/java/");
        workbook.run("reset", "say-hello");
        assertThat(workbook.out()).contains("still the original");
    }

    @Test
    void refuses_to_start_from_a_stub_that_is_none() throws IOException {
        Files.writeString(workbook.stubFile("SayHello"), "class SayHello {}\n");
        assertThat(workbook.run("reset", "say-hello")).isEqualTo(3);
        assertThat(workbook.err()).contains("SayHello.java was changed", "git checkout -- ");
        assertThat(workbook.stubFile("SayHello")).hasContent("class SayHello {}\n");
    }

    @Test
    void offers_the_nearest_command() {
        assertThat(workbook.run("chek")).isEqualTo(2);
        assertThat(workbook.err()).contains("did you mean").contains("check").hasLineCount(1);
    }

    @Test
    void names_only_commands_that_exist_in_its_help() {
        assertThat(workbook.run("--help")).isZero();
        assertThat(workbook.out()).contains("check", "list", "task", "hint", "wire", "solution", "reset", "doctor",
                "verify", "grade", "course", "run", "new", "export", "import", "update", "Exit codes")
                .doesNotContain("handout");
    }

    @Test
    void reports_a_fault_of_its_own_with_a_log() throws IOException {
        Files.createDirectories(root.resolve(".workbook/history.jsonl/in-the-way"));
        assertThat(workbook.run("list")).isEqualTo(4);
        assertThat(workbook.err()).contains("fault of the workbook, not of yours", ".workbook/log/")
                .doesNotContain("\tat ");
        assertThat(workbook.run("--debug", "list")).isEqualTo(4);
        assertThat(workbook.err()).contains("\tat ");
        assertThat(root.resolve(".workbook/log")).isNotEmptyDirectory();
    }
}
