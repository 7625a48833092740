package workbook.grader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.TreeMap;
import workbook.engine.Exercise;
import workbook.grader.sandbox.ProbedSandbox;

/// What must hold before strangers' answers are judged: the sandbox holds, and of one exercise the reference passes, the
/// stub fails, and an answer that tampers with assertions is found out.
final class SelfTest {
    /// Has AssertJ show "same" for everything; then the test that must fail does not say what it should.
    private static final String TAMPERING = """
            static {
                org.assertj.core.api.Assertions.useRepresentation(object -> "same");
            }
            """;

    private final Workbench workbench;

    SelfTest(Workbench workbench) {
        this.workbench = workbench;
    }

    /// @param exercise to try it with, judged inside: its answer has one class at least, and passes in seconds
    /// @throws InfrastructureException if anything does not hold: one sentence that names it, and what to do
    void run(Exercise exercise) throws InfrastructureException, InterruptedException {
        try {
            var fault = ProbedSandbox.fault(workbench.runners(), workbench.modules());
            if (fault.isPresent()) {
                throw new InfrastructureException(fault.get());
            }
            try (var judge = new SandboxedJudge(workbench)) {
                var reference = reference(exercise);
                expect(judge, exercise, reference, "reference", Verdict.PASS);
                expect(judge, exercise, stubs(exercise), "stub", Verdict.FAIL);
                var tampering = new TreeMap<>(reference);
                var first = tampering.firstEntry();
                var text = new String(first.getValue(), StandardCharsets.UTF_8);
                var end = text.lastIndexOf('}');
                tampering.put(first.getKey(), (text.substring(0, end) + TAMPERING + text.substring(end))
                        .getBytes(StandardCharsets.UTF_8));
                expect(judge, exercise, tampering, "canary", Verdict.TAMPERED);
            }
        } catch (IOException e) {
            throw new InfrastructureException("the self-test could not read the workbook: " + e.getMessage(), e);
        }
    }

    private static void expect(SandboxedJudge judge, Exercise exercise, TreeMap<String, byte[]> sources, String probe,
            Verdict verdict) throws InfrastructureException {
        var judgement = judge.judge(new AnswerToJudge(exercise, sources));
        if (judgement.verdict() != verdict) {
            throw new InfrastructureException("the probe \"" + probe + "\" fails: " + exercise.id() + " gets "
                    + judgement.verdict() + " and not " + verdict + " ("
                    + judgement.message().lines().findFirst().orElse("")
                    + "); ./workbook verify looks for the reason");
        }
    }

    private TreeMap<String, byte[]> reference(Exercise exercise) throws IOException {
        var chapter = workbench.catalogue().chapter(exercise);
        var solution = workbench.catalogue().root().resolve("solutions").resolve(chapter.name());
        var sources = new TreeMap<String, byte[]>();
        for (var stub : exercise.stubs()) {
            sources.put(stub.getFileName().toString(),
                    Files.readAllBytes(solution.resolve(chapter.folder().relativize(stub).toString())));
        }
        return sources;
    }

    private static TreeMap<String, byte[]> stubs(Exercise exercise) throws IOException {
        var sources = new TreeMap<String, byte[]>();
        for (var stub : exercise.stubs()) {
            sources.put(stub.getFileName().toString(), Files.readAllBytes(stub));
        }
        return sources;
    }
}
