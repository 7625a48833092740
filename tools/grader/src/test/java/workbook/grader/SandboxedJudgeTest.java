package workbook.grader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import workbook.engine.Catalogue;

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

    /// @param folder with the exercise's files, below the workbook's
    private static Judgement judge(String id, String folder) throws IOException, InfrastructureException {
        var exercise = workbench.catalogue().find(id).orElseThrow();
        var sources = new TreeMap<String, byte[]>();
        for (var stub : exercise.stubs()) {
            var name = stub.getFileName().toString();
            var own = ROOT.resolve(folder).resolve(name);
            var reference = ROOT.resolve("solutions")
                    .resolve(exercise.chapter())
                    .resolve(workbench.catalogue().chapter(exercise).sources().getParent().getParent().relativize(stub)
                            .toString().replaceFirst("^", "src/"));
            sources.put(name, Files.readAllBytes(Files.exists(own) ? own : reference));
        }
        return judge.judge(new AnswerToJudge(exercise, sources));
    }

    @Test
    void a_reference_passes() throws IOException, InfrastructureException {
        assertThat(judge("recv-exactly", "nowhere")).satisfies(judgement -> {
            assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.PASS);
            assertThat(judgement.points()).isEqualTo(10);
        });
    }

    @Test
    void a_stub_fails() throws IOException, InfrastructureException {
        var judgement = judge("recv-exactly", "chapters/01-socket-basics/src/main/java/workbook/sockets");
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.message()).contains("not written yet");
    }

    @Test
    void references_pass() throws IOException {
        var only = System.getProperty("only", "");
        for (var exercise : workbench.catalogue().exercises()) {
            if (!only.isEmpty() && !exercise.chapter().startsWith(only) && !("," + only + ",").contains("," + exercise.id() + ",")) {
                continue;
            }
            try {
                var j = judge(exercise.id(), "nowhere");
                var k = judge(exercise.id(), "nowhere");
                System.out.println(exercise.id() + " " + j.verdict() + " " + j.millis() + " " + k.verdict() + " " + k.millis() + " " + j.message().lines().limit(8).toList());
            } catch (InfrastructureException e) {
                System.out.println(exercise.id() + " INFRA " + e.getMessage());
            }
        }
    }
}
