package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class GradingTest {
    @TempDir
    Path folder;
    private SmallWorkbook workbook;
    private Path submissions;
    private Path results;
    private ScriptedJudges judges = new ScriptedJudges();
    private String out = "";
    private String err = "";

    @BeforeEach
    void make() throws IOException {
        workbook = SmallWorkbook.in(folder.resolve("workbook"));
        submissions = Files.createDirectory(folder.resolve("in"));
        results = folder.resolve("out");
    }

    private void handsIn(String student, String stub, String word) throws IOException {
        handsInText(student, stub, SmallWorkbook.answer(stub, word));
    }

    private void handsInText(String student, String stub, String text) throws IOException {
        var file = submissions.resolve(student).resolve(SmallWorkbook.SOURCES + stub + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
    }

    private int grades(String... more) {
        var arguments = new ArrayList<>(List.of("root=" + workbook.root(), "submissions=" + submissions,
                "out=" + results, "jobs=2"));
        arguments.addAll(List.of(more));
        var said = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        var exitCode = Main.run(Arguments.of(arguments.toArray(String[]::new)), judges,
                new PrintStream(said, true, UTF_8), new PrintStream(complained, true, UTF_8));
        out = said.toString(UTF_8);
        err = complained.toString(UTF_8);
        return exitCode;
    }

    private List<Map<String, Object>> rows() throws IOException {
        var rows = new ArrayList<Map<String, Object>>();
        for (var line : Files.readAllLines(results.resolve("results.jsonl"))) {
            rows.add(JSON.std.mapFrom(line));
        }
        return rows;
    }

    private List<String> verdicts() throws IOException {
        return rows().stream()
                .map(row -> row.get("student") + " " + row.get("exercise") + " " + row.get("verdict") + " "
                        + row.get("points") + "/" + row.get("max_points"))
                .toList();
    }

    private Map<String, Object> row(String student, String exercise) throws IOException {
        return rows().stream()
                .filter(row -> row.get("student").equals(student) && row.get("exercise").equals(exercise))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void gives_every_student_a_row_for_every_exercise_in_order() throws IOException {
        handsIn("bob", "SayHello", "PASS");
        handsIn("bob", "SayBye", "FAIL");
        handsIn("bob", "Reply", "PARTIAL");
        handsIn("ann", "SayBye", "PASS");
        assertThat(grades()).isEqualTo(ExitCodes.GRADED);
        assertThat(err).isEmpty();
        assertThat(verdicts()).containsExactly("ann say-hello MISSING 0/5", "ann say-bye PASS 10/10",
                "ann say-both MISSING 0/4", "bob say-hello PASS 5/5", "bob say-bye FAIL 0/10", "bob say-both FAIL 0/4");
        assertThat(row("ann", "say-bye")).containsEntry("message", "It was PASS.")
                .containsEntry("millis", 1)
                .containsEntry("contained", true)
                .containsEntry("format", 1);
        assertThat(out).contains("2 submissions, 3 exercises: 4 answers judged, in ")
                .contains("submissions and ")
                .contains("exercise   PASS  FAIL  MISSING")
                .contains("say-bye       1     1        ·")
                .contains("all           2     2        2")
                .doesNotContain("\u001b");
    }

    @Test
    void a_stub_as_it_came_is_missing_and_never_run() throws IOException {
        handsInText("ann", "SayHello", SmallWorkbook.stub("SayHello"));
        handsInText("ann", "SayBye", SmallWorkbook.stub("SayBye").replace("\n", "\r\n") + "\r\n");
        assertThat(grades()).isZero();
        assertThat(verdicts()).allMatch(row -> row.contains(" MISSING 0/"));
        assertThat(row("ann", "say-bye")).containsEntry("message", "The stub was handed in as it came.");
        assertThat(row("ann", "say-both")).containsEntry("message", "Nothing was handed in.");
        assertThat(judges.judged).isEmpty();
        assertThat(judges.isPrepared).isFalse();
    }

    @Test
    void judges_an_answer_with_the_classes_that_it_brings_along() throws IOException {
        handsInText("ann", "SayHello", SmallWorkbook.answer("SayHello", "PASS") + "// Helper");
        handsInText("ann", "Helper", "final class Helper { Deeper deeper; }");
        handsInText("ann", "Deeper", "final class Deeper {}");
        handsInText("ann", "Unused", "final class Unused {}");
        handsInText("bob", "SayHello", SmallWorkbook.answer("SayHello", "PASS") + "// Helper");
        assertThat(grades()).isZero();
        assertThat(judges.sources).containsExactlyInAnyOrder(List.of("Deeper.java", "Helper.java", "SayHello.java"),
                List.of("SayHello.java"));
    }

    @Test
    void says_of_each_student_without_an_answer_why() throws IOException {
        Files.createDirectories(submissions.resolve("ann/main"));
        Files.writeString(submissions.resolve("ann/main/SayHello.java"), "x");
        Files.createDirectory(submissions.resolve("bob"));
        assertThat(grades()).isZero();
        assertThat(out).contains("ann: no answer is where it is looked for; 'main/SayHello.java' is one that is not: ")
                .contains("bob: it is empty.");
    }

    @Test
    void says_once_that_two_submissions_are_one_students() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        handsIn("Ann", "SayHello", "PASS");
        assertThat(grades()).isZero();
        assertThat(out).containsOnlyOnce("Ann and ann are submissions of one student");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void sees_through_a_link_that_the_results_would_lie_among_the_submissions() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        results = Files.createSymbolicLink(folder.resolve("link"), submissions).resolve("out");
        assertThat(grades()).isEqualTo(ExitCodes.USAGE);
        assertThat(err).contains("lies among the submissions").hasLineCount(1);
    }

    @Test
    void leaves_results_alone_that_no_grader_wrote() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        Files.createDirectory(results);
        Files.writeString(results.resolve("results.jsonl"), "mine");
        assertThat(grades()).isEqualTo(ExitCodes.USAGE);
        assertThat(err).contains("no grader wrote it").hasLineCount(1);
        assertThat(results.resolve("results.jsonl")).hasContent("mine");
    }

    @Test
    void an_answer_in_the_wrong_place_is_told_its_place() throws IOException {
        Files.createDirectory(submissions.resolve("ann"));
        Files.writeString(submissions.resolve("ann/SayHello.java"), "class SayHello {}");
        grades();
        assertThat(row("ann", "say-hello")).containsEntry("verdict", "MISSING")
                .containsEntry("message",
                        "It was handed in as 'SayHello.java', where nobody looks for it: its place is "
                                + "chapters/01-talking/src/main/java/workbook/talk/SayHello.java.");
    }

    @Test
    void refused_submissions_are_told_why_and_the_rest_is_graded() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        handsIn("Doe, Jane 👩‍💻", "SayHello", "PASS");
        handsIn("eve\u202Etxt", "SayHello", "PASS");
        handsIn("twin", "SayHello", "PASS");
        Files.writeString(submissions.resolve("twin.zip"), "");
        Files.writeString(submissions.resolve("cut.zip"), "PK\3\4");
        Files.writeString(submissions.resolve("grades.csv"), "");
        Files.createDirectory(submissions.resolve("empty"));
        assertThat(grades("only=say-hello")).isZero();
        assertThat(verdicts()).containsExactly("Doe, Jane 👩‍💻 say-hello PASS 5/5", "ann say-hello PASS 5/5",
                "cut say-hello REJECTED 0/5", "empty say-hello MISSING 0/5", "eve⟨U+202E⟩txt say-hello REJECTED 0/5",
                "twin say-hello REJECTED 0/5");
        assertThat(out.lines().limit(5)).containsExactlyInAnyOrder("empty: it is empty.",
                "grades.csv: left aside, it is neither a folder nor a .zip, .tar, .tar.gz or .tgz file.",
                "cut.zip: it is no zip file, or was cut off: pack it again and hand it in whole.",
                "eve⟨U+202E⟩txt: its name has a character that is not seen and turns or hides others, U+202E: rename it.",
                "twin and twin.zip are submissions of one student: leave the one that counts, or tell their names apart.");
        assertThat(row("cut", "say-hello")).containsEntry("message",
                "cut.zip: it is no zip file, or was cut off: pack it again and hand it in whole.");
    }

    @Test
    void says_what_is_wrong_with_the_folders_it_is_given() throws IOException {
        assertThat(grades()).isEqualTo(ExitCodes.USAGE);
        assertThat(err).contains("holds no submissions: each is a folder, or a .zip").hasLineCount(1);
        handsIn("ann", "SayHello", "PASS");
        assertThat(grades("out=" + submissions.resolve("results"))).isEqualTo(ExitCodes.USAGE);
        assertThat(err).contains("lies among the submissions").hasLineCount(1);
        assertThat(grades("submissions=" + folder.resolve("none"))).isEqualTo(ExitCodes.USAGE);
        assertThat(err).contains("There is no folder ").hasLineCount(1);
        Files.writeString(folder.resolve("file"), "");
        assertThat(grades("submissions=" + folder.resolve("file"))).isEqualTo(ExitCodes.USAGE);
        assertThat(err).contains("is a file: name the folder that the submissions are in").hasLineCount(1);
        assertThat(grades("out=" + folder.resolve("file"))).isEqualTo(ExitCodes.USAGE);
        assertThat(err).contains("is a file: name a folder with --out").hasLineCount(1);
    }

    @Test
    void grades_with_no_checkout_that_somebody_has_solved_or_that_has_no_solutions() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        workbook.write(SmallWorkbook.SOURCES + "SayHello.java", SmallWorkbook.answer("SayHello", "PASS"));
        assertThat(grades()).isEqualTo(ExitCodes.NOT_READY);
        assertThat(err).contains("SayHello.java is no stub any more").hasLineCount(1);
        assertThat(grades("only=say-bye")).isZero();
        workbook.root().resolve("solutions").toFile().renameTo(folder.resolve("away").toFile());
        assertThat(grades()).isEqualTo(ExitCodes.NOT_READY);
        assertThat(err).contains("has no solutions").hasLineCount(1);
    }

    @Test
    void judges_nothing_on_a_machine_that_cannot_contain_it() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        judges.whyUnable = "bwrap is missing; apt-get install bubblewrap";
        assertThat(grades()).isEqualTo(ExitCodes.NOT_READY);
        assertThat(err).isEqualToIgnoringNewLines("Nothing was graded, because this machine cannot contain strangers'"
                + " answers: bwrap is missing; apt-get install bubblewrap.");
        assertThat(judges.judged).isEmpty();
        assertThat(results.resolve("results.jsonl")).doesNotExist();
    }

    @Test
    void a_second_run_judges_nothing_and_says_the_same() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        handsIn("bob", "SayHello", "FAIL");
        handsIn("cid", "SayHello", "TIMEOUT");
        grades();
        var first = Files.readString(results.resolve("results.jsonl"));
        judges = new ScriptedJudges();
        assertThat(grades()).isZero();
        assertThat(judges.judged).isEmpty();
        assertThat(Files.readString(results.resolve("results.jsonl"))).isEqualTo(first);
        assertThat(out).contains("0 answers judged, 3 known from before");
    }

    @Test
    void a_regrade_runs_only_what_changed() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        handsIn("bob", "SayHello", "FAIL");
        grades();
        judges = new ScriptedJudges();
        handsIn("bob", "SayHello", "PARTIAL");
        handsIn("cid", "SayBye", "PASS");
        grades();
        assertThat(judges.judged).containsExactlyInAnyOrder("say-hello PARTIAL", "say-bye PASS");
        assertThat(verdicts()).contains("ann say-hello PASS 5/5", "bob say-hello PARTIAL 1/5",
                "cid say-bye PASS 10/10");
    }

    @Test
    void a_changed_test_reference_or_tool_is_a_reason_to_judge_again() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        for (var file : Stream.of("chapters/01-talking/src/test/java/workbook/talk/SayHelloTest.java",
                "solutions/01-talking/src/main/java/workbook/talk/SayBye.java",
                "tools/kit/src/main/java/workbook/kit/Todo.java", "tools/grader/src/main/java/Judge.java").toList()) {
            grades();
            judges = new ScriptedJudges();
            workbook.write(file, "class Changed {}");
            grades();
            assertThat(judges.judged).as(file).containsExactly("say-hello PASS");
        }
        judges = new ScriptedJudges();
        judges.isContained = false;
        grades();
        assertThat(judges.judged).containsExactly("say-hello PASS");
        assertThat(out).contains("The answers were trusted");
        assertThat(row("ann", "say-hello")).containsEntry("contained", false);
    }

    @Test
    void restart_forgets_what_was_judged() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        grades();
        grades("restart");
        assertThat(judges.judged).hasSize(2);
    }

    @Test
    void equal_answers_are_judged_once() throws IOException {
        for (var student : List.of("ann", "bob", "cid")) {
            handsIn(student, "SayHello", "PASS");
        }
        grades();
        assertThat(judges.judged).hasSize(1);
        assertThat(verdicts()).filteredOn(row -> row.endsWith("say-hello PASS 5/5")).hasSize(3);
    }

    @Test
    void a_timeout_counts_only_when_it_happens_alone_as_well() throws IOException {
        handsIn("ann", "SayHello", "SLOW");
        handsIn("bob", "SayHello", "TIMEOUT");
        for (var number = 0; number < 20; number++) {
            handsInText("c" + number, "SayHello", SmallWorkbook.answer("SayHello", "PASS") + "// " + number + "\n");
        }
        assertThat(grades()).isZero();
        assertThat(verdicts()).contains("ann say-hello PASS 5/5", "bob say-hello TIMEOUT 0/5");
        assertThat(judges.judged).hasSize(24);
        assertThat(judges.judged.subList(22, 24)).containsExactlyInAnyOrder("say-hello SLOW", "say-hello TIMEOUT");
        assertThat(judges.opened.get()).isEqualTo(judges.closed.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void a_timeout_that_was_never_looked_at_alone_is_so_after_a_restart() throws IOException {
        handsIn("ann", "SayHello", "SLOW");
        grades();
        var journal = results.resolve("journal.jsonl");
        var lines = Files.readAllLines(journal);
        assertThat(lines).hasSize(2);
        Files.writeString(journal, lines.getFirst() + "\n"); // killed between the two
        judges = new ScriptedJudges();
        grades();
        assertThat(judges.judged).containsExactly("say-hello SLOW");
        assertThat(Files.readAllLines(journal)).hasSize(2).last().asString().contains("\"confirmed\":true");
    }

    @Test
    void a_fault_of_the_judge_is_tried_again_and_never_kept() throws IOException {
        handsIn("ann", "SayHello", "SHAKY");
        handsIn("bob", "SayHello", "BROKEN");
        assertThat(grades()).isEqualTo(ExitCodes.BROKEN);
        assertThat(verdicts()).contains("ann say-hello PASS 5/5", "bob say-hello INFRA_ERROR 0/5");
        assertThat(row("bob", "say-hello")).containsEntry("message",
                "The grader failed, which says nothing about the answer: the judge broke");
        assertThat(judges.judged).filteredOn("say-hello BROKEN"::equals).hasSize(3);
        assertThat(judges.judged).filteredOn("say-hello SHAKY"::equals).hasSize(2);
        assertThat(out).contains("1 answer could not be judged, by the grader's own fault");
        grades();
        assertThat(judges.judged).filteredOn("say-hello BROKEN"::equals).hasSize(6);
        assertThat(judges.judged).filteredOn("say-hello SHAKY"::equals).hasSize(2);
    }

    @Test
    void a_judge_that_fails_each_time_ends_the_grading() throws IOException {
        for (var number = 10; number < 40; number++) {
            handsInText("s" + number, "SayHello", SmallWorkbook.answer("SayHello", "BROKEN") + "// " + number + "\n");
        }
        assertThat(grades("jobs=1")).isEqualTo(ExitCodes.BROKEN);
        assertThat(judges.judged).hasSize(15);
        assertThat(rows()).hasSize(90);
        assertThat(row("s39", "say-hello").get("message").toString())
                .contains("It was not judged, because the grader had failed 5 times in a row.");
    }

    @Test
    void two_graders_never_write_into_one_folder() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        Files.createDirectories(results);
        try (var lock = OutputLock.take(results).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(grades()).isEqualTo(ExitCodes.USAGE);
        }
        assertThat(err).contains("Another ./workbook grade writes into ").hasLineCount(1);
        assertThat(grades()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_ends_it_with_one_sentence_and_loses_nothing() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        grades();
        handsIn("bob", "SayHello", "FAIL");
        var journal = results.resolve("journal.jsonl");
        Files.move(journal, folder.resolve("kept"));
        Files.createSymbolicLink(journal, Path.of("/dev/full"));
        var before = Files.readString(results.resolve("results.jsonl"));
        assertThat(grades()).isEqualTo(ExitCodes.NOT_READY);
        assertThat(err).contains("is full: free some space and run the same command again").hasLineCount(1);
        assertThat(Files.readString(results.resolve("results.jsonl"))).isEqualTo(before);
        Files.delete(journal);
        Files.move(folder.resolve("kept"), journal);
        judges = new ScriptedJudges();
        assertThat(grades()).isZero();
        assertThat(judges.judged).containsExactly("say-hello FAIL");
    }

    @Test
    void quiet_says_only_what_is_not_graded() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        Files.writeString(submissions.resolve("cut.zip"), "");
        assertThat(grades("quiet", "columns=80")).isZero();
        assertThat(out).startsWith("cut.zip: ").hasLineCount(1);
    }

    @Test
    void a_terminal_sees_what_is_judged_and_how_far_it_is() throws IOException {
        handsIn("ann", "SayHello", "PASS");
        assertThat(grades("columns=30")).isZero();
        assertThat(out).contains("\r\u001b[Kjudging: 0 of 1  say-hello, a").contains("\r\u001b[K");
    }
}
