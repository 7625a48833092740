package workbook.grader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Judges answers of strangers: compiled in one sandbox, run in another, and believed only where they cannot have lied.
final class SandboxedJudge implements Judge {
    private final Workbench workbench;
    private final AnswerCompiler compiler;

    SandboxedJudge(Workbench workbench) throws InfrastructureException {
        this.workbench = workbench;
        this.compiler = workbench.compiler();
    }

    @Override
    public Judgement judge(AnswerToJudge answer) throws InfrastructureException {
        try {
            var material = workbench.material(answer.exercise(), compiler);
            var begun = System.nanoTime();
            return switch (compiler.compile(material, answer.sources())) {
                case Compiled.No no -> judgement(no.refused().verdict(), 0, begun, no.refused().message());
                case Compiled.Accepted accepted -> run(material, accepted, begun);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InfrastructureException("the grader was interrupted", e);
        } catch (IOException e) {
            throw new InfrastructureException(answer.exercise().id() + ": " + e.getMessage(), e);
        }
    }

    private Judgement run(Material material, Compiled.Accepted accepted, long begun)
            throws IOException, InterruptedException {
        var manifest = workbench.manifest(material);
        var trial = new Trial(material, accepted.entries(), Optional.of(manifest),
                new SplittableRandom().nextLong(1, 1_000_000),
                new ExerciseSandboxes(workbench, material.exercise(), manifest.packets()));
        try {
            trial.run();
        } catch (Tampering e) {
            return judgement(Verdict.TAMPERED, 0, begun,
                    "The answer reached for its own verdict: the tests' channel said "
                            + e.getMessage() + ".");
        }
        var results = results(manifest, trial);
        var points = material.exercise().points();
        var passed = (int) results.stream().filter(TestResult::isPassed).count();
        if (passed == results.size()) {
            return judgement(Verdict.PASS, points, begun, "All " + passed + " tests passed.");
        }
        if (trial.lost().containsKey(Trial.AFTER_ALL)) {
            var lost = trial.lost().get(Trial.AFTER_ALL);
            return judgement(lost.verdict(), 0, begun, "When all tests had run, your code did not leave the JVM alone: "
                    + lost.text());
        }
        var first = results.stream().filter(each -> !each.isPassed()).findFirst().orElseThrow();
        var message = passed + " of " + results.size() + " tests passed. " + Wording.of(first);
        var judged = passed > 0
                ? judgement(Verdict.PARTIAL, points * passed / results.size(), begun, message)
                : judgement(first.verdict(), 0, begun, message);
        return new Judgement(judged.verdict(), judged.points(), judged.millis(), judged.message(),
                results.stream().anyMatch(each -> each.verdict() == Verdict.TIMEOUT));
    }

    private static List<TestResult> results(Manifest manifest, Trial trial) {
        var results = new ArrayList<TestResult>();
        manifest.core().forEach((method, count) -> {
            var lost = Optional.ofNullable(trial.lost().get(method));
            var ends = Optional.ofNullable(trial.ends().get(method));
            results.add(lost.or(() -> ends.map(each -> TestResult.of(method, each, count)))
                    .orElseGet(() -> TestResult.notRun(method)));
        });
        return results;
    }

    private static Judgement judgement(Verdict verdict, int points, long begun, String message) {
        return new Judgement(verdict, points, (System.nanoTime() - begun) / 1_000_000, SafeText.of(message));
    }

    @Override
    public void close() {
        compiler.close();
    }
}
