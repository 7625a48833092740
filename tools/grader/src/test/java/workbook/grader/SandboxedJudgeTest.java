package workbook.grader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;

@NeedsSandboxes
class SandboxedJudgeTest {
    private static final Path ROOT = Path.of(System.getProperty("workbook.root", "../..")).toAbsolutePath().normalize();
    private static Workbench workbench;
    private static SandboxedJudge judge;

    @BeforeAll
    static void open() throws IOException, InterruptedException, InfrastructureException {
        workbench = Workbench.open(Catalogue.read(ROOT), Path.of("target", "java").toAbsolutePath());
        judge = new SandboxedJudge(workbench);
    }

    @AfterAll
    static void close() {
        judge.close();
        workbench.close();
    }

    private static Exercise exercise(String id) {
        return workbench.catalogue().find(id).orElseThrow();
    }

    private static Path solutions(Exercise exercise) {
        return ROOT.resolve("solutions").resolve(exercise.chapter());
    }

    /// The exercise's files as a folder has them, and the reference's where it does not.
    private static Judgement judge(Exercise exercise, Path folder) throws IOException, InfrastructureException {
        var chapter = workbench.catalogue().chapter(exercise);
        var sources = new TreeMap<String, byte[]>();
        for (var stub : exercise.stubs()) {
            var name = stub.getFileName().toString();
            var own = folder.resolve(name);
            var reference = solutions(exercise).resolve(chapter.folder().relativize(stub).toString());
            sources.put(name, Files.readAllBytes(Files.exists(own) ? own : reference));
        }
        return judge.judge(new AnswerToJudge(exercise, sources));
    }

    @Test
    void a_reference_passes() throws IOException, InfrastructureException {
        var judgement = judge(exercise("recv-exactly"), Path.of("nowhere"));
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.PASS);
        assertThat(judgement.points()).isEqualTo(10);
        assertThat(judgement.message()).isEqualTo("All 12 tests passed.");
    }

    @Test
    void an_answer_passes_with_a_class_that_it_brings_along() throws IOException, InfrastructureException {
        var exercise = exercise("recv-exactly");
        var chapter = workbench.catalogue().chapter(exercise);
        var stub = exercise.stubs().getFirst();
        var reference = Files.readString(solutions(exercise).resolve(chapter.folder().relativize(stub).toString()));
        var sources = new TreeMap<>(Map.of("RecvExactly.java",
                reference.replace("final class RecvExactly {", "final class RecvExactly extends Helper {")
                        .getBytes(StandardCharsets.UTF_8),
                "Helper.java", "package workbook.sockets;\n\nclass Helper {}\n".getBytes(StandardCharsets.UTF_8)));
        var judgement = judge.judge(new AnswerToJudge(exercise, sources));
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.PASS);
        sources.put("Helper.java", "package workbook.sockets;\n\nclass Helper {}\n\nclass Doors {}\n"
                .getBytes(StandardCharsets.UTF_8));
        assertThat(judge.judge(new AnswerToJudge(exercise, sources)).verdict()).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void a_stub_fails_for_its_own_reason() throws IOException, InfrastructureException {
        var exercise = exercise("recv-exactly");
        var judgement = judge(exercise, exercise.stubs().getFirst().getParent());
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.points()).isZero();
        assertThat(judgement.message()).contains("not written yet");
    }

    @Test
    void a_classic_mistake_gets_the_points_of_the_tests_that_pass() throws IOException, InfrastructureException {
        var exercise = exercise("recv-exactly");
        var judgement = judge(exercise, folders(solutions(exercise).resolve("wrong/recv-exactly")).getFirst());
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.PARTIAL);
        assertThat(judgement.points()).isBetween(1, 9);
        assertThat(judgement.message()).contains("of 12 tests passed. This one failed: ");
    }

    /// Right, but for two tests: the others are heard again without them.
    @Test
    void tests_that_end_the_JVM_cost_themselves_and_no_other() throws InfrastructureException {
        var judgement = judge("if (count == 0) { System.exit(0); }");
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.PARTIAL);
        assertThat(judgement.points()).isEqualTo(8);
        assertThat(judgement.message()).contains("10 of 12 tests passed. This one ended the JVM");
    }

    /// Who ends the JVM before the test that must fail has failed is not believed.
    @Test
    void an_exit_behind_the_last_test_is_no_pass() throws InfrastructureException {
        var judgement = judge("""
                new Thread(() -> {
                    while (Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(each -> each.getName().startsWith("junit-") && each.isAlive())) {
                        Thread.onSpinWait();
                    }
                    Runtime.getRuntime().halt(0);
                }).start();
                """);
        assertThat(judgement.verdict()).as(judgement.message()).isNotEqualTo(Verdict.PASS);
    }

    private static Judgement judge(String first) throws InfrastructureException {
        var source = """
                package workbook.sockets;

                final class RecvExactly {
                    static byte[] recvExactly(java.io.InputStream in, int count) throws java.io.IOException {
                        %s
                        var bytes = in.readNBytes(count);
                        if (bytes.length < count) {
                            throw new java.io.EOFException();
                        }
                        return bytes;
                    }
                }
                """.formatted(first);
        return judge.judge(new AnswerToJudge(exercise("recv-exactly"),
                new TreeMap<>(Map.of("RecvExactly.java", source.getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void raw_sockets_are_there_for_an_exercise_that_needs_them() throws IOException, InfrastructureException {
        var judgement = judge(exercise("syn-probe"), Path.of("nowhere"));
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.PASS);
    }

    @Test
    @EnabledIfSystemProperty(named = "workbook.attacks", matches = "answers")
    void every_reference_and_every_other_right_answer_passes() throws IOException, InfrastructureException {
        var failed = new ArrayList<String>();
        for (var exercise : workbench.catalogue().exercises()) {
            var folders = new ArrayList<>(List.of(Path.of("nowhere")));
            folders.addAll(folders(solutions(exercise).resolve("right").resolve(exercise.id())));
            for (var folder : folders) {
                var judgement = judge(exercise, folder);
                if (judgement.verdict() != Verdict.PASS) {
                    failed.add(exercise.id() + " " + folder.getFileName() + " " + judgement);
                }
            }
        }
        assertThat(failed).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "workbook.attacks", matches = "answers")
    void no_classic_mistake_passes() throws IOException, InfrastructureException {
        var passed = new ArrayList<String>();
        for (var exercise : workbench.catalogue().exercises()) {
            for (var folder : folders(solutions(exercise).resolve("wrong").resolve(exercise.id()))) {
                if (judge(exercise, folder).verdict() == Verdict.PASS) {
                    passed.add(exercise.id() + " " + folder.getFileName());
                }
            }
        }
        assertThat(passed).isEmpty();
    }

    private static List<Path> folders(Path of) throws IOException {
        if (!Files.isDirectory(of)) {
            return List.of();
        }
        try (var all = Files.list(of)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }
}
