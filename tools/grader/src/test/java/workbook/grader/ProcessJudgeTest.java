package workbook.grader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import workbook.engine.Catalogue;

/// An answer that is a program on the wire: its tests are in another JVM, in another sandbox, and meet it on sockets only.
@NeedsSandboxes
class ProcessJudgeTest {
    private static final Path ROOT = Path.of("src", "test", "resources", "process-workbook").toAbsolutePath();
    private static final String SERVE = """
            package echo;

            final class EchoServer {
                static void serve(java.net.ServerSocket listener) throws java.io.IOException {
            %s
                }
            }
            """;
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

    private static Judgement judge(String source) throws InfrastructureException {
        return judge.judge(new AnswerToJudge(workbench.catalogue().find("echo-server").orElseThrow(),
                new TreeMap<>(Map.of("EchoServer.java", source.getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void the_reference_passes() throws IOException, InfrastructureException {
        var judgement = judge(Files.readString(ROOT.resolve("solutions/01-echo/src/main/java/echo/EchoServer.java")));
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.PASS);
    }

    @Test
    void the_stub_fails() throws IOException, InfrastructureException {
        var judgement = judge(Files.readString(ROOT.resolve("chapters/01-echo/src/main/java/echo/EchoServer.java")));
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.message()).contains("expected: \"hello\"");
    }

    @Test
    void an_exit_is_the_answers_own_end_and_no_more() throws InfrastructureException {
        var judgement = judge(SERVE.formatted("System.exit(0);"));
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void an_answer_that_finds_its_test_finds_no_assertion() throws InfrastructureException {
        var judgement = judge(SERVE.formatted("""
                org.assertj.core.api.Assertions.useRepresentation(object -> "same");
                try (var socket = listener.accept()) {
                    socket.getOutputStream().write("PASSED".getBytes());
                }
                """));
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void a_server_that_gives_up_after_one_client_passes_half() throws InfrastructureException {
        var judgement = judge(SERVE.formatted("""
                try (var socket = listener.accept()) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                }
                """));
        assertThat(judgement.verdict()).as(judgement.message()).isEqualTo(Verdict.PARTIAL);
        assertThat(judgement.points()).isEqualTo(5);
    }
}
