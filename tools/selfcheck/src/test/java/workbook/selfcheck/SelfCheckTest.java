package workbook.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.skeleton.Skeleton;
import workbook.engine.Catalogue;
import workbook.engine.Run;

/// Plants one fault after the other in a sound workbook: a self-check that sees nothing proves nothing.
class SelfCheckTest {
    private static final String CHAPTER = "chapters/01-tiny/";
    private static final String SOLUTIONS = "solutions/01-tiny/";
    private static final String ANSWER = "Twice.java";

    private double crowding = 1;
    @TempDir
    private Path folder;

    @BeforeEach
    void write_a_sound_workbook() throws IOException {
        write(CHAPTER + "README.adoc", """
                = Tiny
                :topic: tiny
                :package: tiny

                == Doubling

                See <<doubling>>.

                [source,java]
                ----
                include::src/main/java/tiny/Given.java[tag=given,indent=0]
                ----

                [#twice]
                [exercise,points=1,level=core,minutes=5,aim="double a number"]
                .Double
                ====
                Finish it.
                ====
                """);
        write(CHAPTER + "src/main/java/tiny/Given.java",
                "package tiny;\n\n// tag::given[]\nclass Given {}\n// end::given[]\n");
        write(CHAPTER + "src/test/java/tiny/TwiceTest.java", """
                package tiny;

                import org.junit.jupiter.api.Test;
                import workbook.testkit.Call;

                class TwiceTest {
                    @Test
                    void doubles_two() {
                        Call.of(() -> Twice.of(2)).whenReturned(value -> value == 2, "it was left as it is").returns(4);
                    }

                    @Test
                    void doubles_three() {
                        Call.of(() -> Twice.of(3)).whenReturned(value -> value == 9, "it was squared").returns(6);
                    }
                }
                """);
        answer(CHAPTER + "src/main/java/tiny/", "throw workbook.kit.Todo.todo(\"double it\")");
        answer(SOLUTIONS + "src/main/java/tiny/", "return 2 * number");
        answer(SOLUTIONS + "right/twice/sum/", "return number + number");
        answer(SOLUTIONS + "right/twice/shift/", "return number << 1");
        wrong("square", "return number * number", "doubles_three\nit was squared\nbut was    9\n");
        wrong("same", "return number", "doubles_two\n");
        wrong("four", "return 4", "doubles_three\n");
        wrong("nothing", "return 0", "doubles_two\n");
    }

    @Test
    void finds_nothing_in_a_sound_workbook() throws Exception {
        wrong("endless", "while (true) { Thread.onSpinWait(); }", "HUNG doubles_two\nTwice.java:5\n");
        write(SOLUTIONS + "src/test/java/tiny/TwiceWithTheRestTest.java",
                "package tiny; class TwiceWithTheRestTest {}");
        assertThat(problems()).isEmpty();
    }

    @Test
    void names_what_a_new_exercise_lacks_and_nothing_else() throws Exception {
        var catalogue = Catalogue.read(folder);
        new Skeleton(catalogue, catalogue.chapters().getFirst(), "read-a-line").write();
        var problems = problems();
        var unwritten = problems.stream().filter(each -> each.contains("still to be written: ")).toList();
        var name = "ReadALine";
        assertThat(unwritten).contains(CHAPTER + "README.adoc:22: still to be written: a verb phrase.",
                CHAPTER + "src/main/java/tiny/" + name
                        + ".java:13: still to be written: a clause that begins with a verb.",
                SOLUTIONS + "src/main/java/tiny/" + name + ".java:9: still to be written: write the reference.",
                SOLUTIONS + "wrong/read-a-line/mistake-4/says.txt:2: still to be written: words of its report.");
        // The three answers that should be right are refused, and what the four wrong ones must hear is not said.
        assertThat(problems.stream().filter(each -> !unwritten.contains(each)))
                .hasSize(3 + 4)
                .allMatch(each -> each.contains("read-a-line") || each.contains(name));
    }

    @Test
    void catches_a_wrong_answer_that_passes() throws Exception {
        wrong("same", "return number + number", "doubles_two\n");
        assertThat(problems()).singleElement()
                .asString()
                .isEqualTo(SOLUTIONS + "wrong/twice/same: is wrong, yet it passes; write a test that catches it.");
    }

    @Test
    void catches_a_stub_that_passes() throws Exception {
        answer(CHAPTER + "src/main/java/tiny/", "return 2 * number");
        assertThat(problems()).hasSize(2)
                .allMatch(each -> each.startsWith(CHAPTER + "src/test/java/tiny/TwiceTest.java: "
                        + "doubles_t")
                        && each.contains("passes on the stub; let it fail because of the stub's todo(…)."));
    }

    @Test
    void catches_a_stub_that_fails_for_another_reason() throws Exception {
        answer(CHAPTER + "src/main/java/tiny/", "throw new IllegalStateException()");
        assertThat(problems()).hasSize(2).allMatch(each -> each.contains("fails for another reason on the stub"));
    }

    @Test
    void skips_the_stub_that_a_learner_has_changed() throws Exception {
        answer(CHAPTER + "src/main/java/tiny/", "return 2 * number");
        assertThat(problems(Set.of("twice"))).isEmpty();
    }

    @Test
    void catches_a_wrong_answer_that_another_test_catches() throws Exception {
        wrong("four", "return 4", "doubles_two\n");
        assertThat(problems()).singleElement()
                .asString()
                .startsWith(
                        SOLUTIONS + "wrong/twice/four/says.txt:1: names doubles_two, but doubles_three catches it; ");
    }

    @Test
    void catches_a_name_that_is_no_test() throws Exception {
        wrong("four", "return 4", "doubles_tree\n");
        assertThat(problems())
                .containsExactly(SOLUTIONS + "wrong/twice/four/says.txt:1: names 'doubles_tree', which is "
                        + "no test of TwiceTest.java; mend this line.");
    }

    @Test
    void catches_a_wrong_answer_that_ends_otherwise() throws Exception {
        wrong("endless", "return 5", "HUNG doubles_two\n");
        assertThat(problems()).singleElement()
                .asString()
                .startsWith(SOLUTIONS + "wrong/twice/endless/says.txt:1: says HUNG, but it was WRONG; ");
    }

    @Test
    void catches_a_report_that_lacks_a_line() throws Exception {
        wrong("square", "return number * number", "doubles_three\n\nit was cubed\n");
        assertThat(problems()).singleElement()
                .asString()
                .startsWith(
                        SOLUTIONS + "wrong/twice/square/says.txt:3: 'it was cubed' is not in the report; ");
    }

    @Test
    void catches_a_reference_and_a_right_answer_that_fail() throws Exception {
        answer(SOLUTIONS + "src/main/java/tiny/", "return 0");
        answer(SOLUTIONS + "right/twice/sum/", "return 0");
        assertThat(problems()).hasSize(2)
                .anyMatch(each -> each.startsWith(SOLUTIONS + "right/twice/sum: is right, yet"))
                .allMatch(each -> each.contains("twice refuses it; mend the test or the answer."));
    }

    @Test
    void catches_an_answer_that_does_not_compile() throws Exception {
        wrong("same", "return numbr", "doubles_two\n");
        assertThat(problems()).singleElement()
                .asString()
                .contains("says WRONG, but it was DOES_NOT_COMPILE")
                .contains("cannot find symbol");
    }

    @Test
    void catches_strays_and_gaps() throws Exception {
        write(SOLUTIONS + "wrong/twise/one/says.txt", "doubles_two\n");
        write(SOLUTIONS + "src/main/java/tiny/Helper.java", "package tiny; class Helper {}");
        write(SOLUTIONS + "right/twice/sum/notes.txt", "");
        write("solutions/02-gone/pom.xml", "");
        Files.delete(folder.resolve(SOLUTIONS + "wrong/twice/four/says.txt"));
        Files.delete(folder.resolve(SOLUTIONS + "wrong/twice/four/" + ANSWER));
        Files.delete(folder.resolve(SOLUTIONS + "wrong/twice/four"));
        assertThat(problems()).containsExactlyInAnyOrder(
                SOLUTIONS + "wrong/twise: belongs to nothing: the chapter has no exercise of this id (is it 'twice'?); "
                        + "move or delete it.",
                SOLUTIONS + "src/main/java/tiny/Helper.java: belongs to nothing: it is the reference of no stub; "
                        + "move or delete it.",
                SOLUTIONS + "right/twice/sum/notes.txt: belongs to nothing: only .java files stand here; "
                        + "move or delete it.",
                "solutions/02-gone: belongs to nothing: there is no chapter of this name; move or delete it.",
                SOLUTIONS + "wrong/twice: exercise 'twice' has 3 wrong answers of 4; write 1 more.");
    }

    @Test
    void catches_a_right_answer_that_does_not_say_how_it_differs() throws Exception {
        answer(CHAPTER + "src/main/java/tiny/", "/// Doubles.\n", "throw workbook.kit.Todo.todo(\"double it\")");
        answer(SOLUTIONS + "right/twice/sum/", "", "return number + number");
        answer(SOLUTIONS + "right/twice/shift/", "/// Doubles.\n///\n/// By shifts.\n", "return number << 1");
        assertThat(problems()).hasSize(2)
                .anyMatch(each -> each.startsWith(SOLUTIONS + "right/twice/sum: does not say how it differs"))
                .anyMatch(each -> each.startsWith(SOLUTIONS + "right/twice/shift: does not say how it differs"));
    }

    @Test
    void catches_links_and_includes_that_lead_nowhere() throws Exception {
        replace(CHAPTER + "README.adoc", "<<doubling>>", "<<halving>>");
        replace(CHAPTER + "README.adoc", "tag=given", "tag=taken");
        replace(CHAPTER + "README.adoc", "[source,java]", "include::../../solutions/a.txt[]\n\n[source,java]");
        assertThat(problems()).hasSize(3)
                .anyMatch(each -> each.startsWith(CHAPTER + "README.adoc:7: refers to 'halving'"))
                .anyMatch(each -> each.startsWith(CHAPTER + "README.adoc:13: includes the tag 'taken'"))
                .anyMatch(each -> each.contains("a chapter includes from chapters and docs only."));
    }

    @Test
    void catches_a_green_run_that_is_slow() throws Exception {
        replace(SOLUTIONS + "right/twice/sum/" + ANSWER, "return",
                "java.util.concurrent.locks.LockSupport.parkNanos(700_000_000L);\nreturn");
        assertThat(problems()).singleElement().asString().contains("a green run takes").contains("more than 1000");
        crowding = 3;
        assertThat(problems()).as("on a machine with three times as much to do").isEmpty();
        crowding = 1;
        write("tools/selfcheck/slow.txt", "twice 5 it thinks\n");
        assertThat(problems()).isEmpty();
    }

    @Test
    void names_the_line_that_it_cannot_read() throws Exception {
        wrong("four", "return 4", "HANGS doubles_three\n");
        assertThatIOException().isThrownBy(this::problems)
                .withMessageContaining("four/says.txt:1: 'HANGS' is no state; ");
        write("tools/selfcheck/slow.txt", "# id, seconds, why\ntwice soon\n");
        assertThatIOException().isThrownBy(this::problems)
                .withMessageContaining("slow.txt:2: 'twice soon' cannot be read; ");
    }

    private List<String> problems() throws Exception {
        return problems(Set.of());
    }

    private List<String> problems(Set<String> changed) throws Exception {
        try (var selfCheck = SelfCheck.of(folder, Run.Network.HOST, changed, () -> crowding)) {
            var problems = new ArrayList<String>();
            for (var proof : selfCheck.proofs()) {
                proof.check().problems().forEach(problem -> problems.add(problem.toString()));
            }
            return problems;
        }
    }

    private void answer(String place, String statement) throws IOException {
        answer(place, place.contains("/right/") ? "/// Takes another way.\n" : "", statement);
    }

    private void answer(String place, String comment, String statement) throws IOException {
        write(place + ANSWER, """
                package tiny;

                %sfinal class Twice {
                    static int of(int number) {
                        %s;
                    }
                }
                """.formatted(comment, statement).replace("};", "}"));
    }

    private void wrong(String name, String statement, String says) throws IOException {
        answer(SOLUTIONS + "wrong/twice/" + name + "/", statement);
        write(SOLUTIONS + "wrong/twice/" + name + "/says.txt", says);
    }

    private void replace(String path, String old, String now) throws IOException {
        write(path, Files.readString(folder.resolve(path)).replace(old, now));
    }

    private void write(String path, String text) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
