package workbook.grader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import workbook.engine.Catalogue;
import workbook.engine.Engine;
import workbook.engine.Exercise;
import workbook.engine.Folders;
import workbook.engine.Outcome;
import workbook.engine.Run;
import workbook.engine.SourceTree;
import workbook.engine.TestOutcome;

/// Judges answers as `./workbook check` does: in a fresh worker, which nothing keeps from this machine's files. For
/// answers that are trusted.
final class TrustedJudge implements Judge {
    private static final int SEEDS = 1_000_000;

    private final Catalogue catalogue;
    private final Engine engine;

    private TrustedJudge(Catalogue catalogue, Engine engine) {
        this.catalogue = catalogue;
        this.engine = engine;
    }

    /// Opens them without a look at the machine.
    static JudgeFactory factory() {
        return new JudgeFactory() {
            @Override
            public void prepare(GraderSetup setup) {
                // They are trusted.
            }

            @Override
            public Judge open(GraderSetup setup) throws InfrastructureException {
                try {
                    return new TrustedJudge(setup.catalogue(), Engine.open(setup.catalogue().root()));
                } catch (IOException e) {
                    throw new InfrastructureException("the engine does not start: " + e.getMessage(), e);
                }
            }

            @Override
            public boolean isContained() {
                return false;
            }

            @Override
            public void close() {
                // They share nothing.
            }
        };
    }

    @Override
    public Judgement judge(AnswerToJudge answer) throws InfrastructureException {
        try {
            var folder = Files.createTempDirectory("workbook-answer");
            try {
                return judgement(engine.run(run(answer, folder)));
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new InfrastructureException(answer.exercise().id() + ": " + e.getMessage(), e);
        }
    }

    /// The answer, laid over the reference of what the exercise stands on.
    private Run run(AnswerToJudge answer, Path folder) throws IOException {
        var exercise = answer.exercise();
        var chapter = catalogue.chapter(exercise);
        var sources = SourceTree.of(chapter.sources());
        for (var before : catalogue.prerequisites(exercise)) {
            for (var stub : before.stubs()) {
                sources = sources.with(catalogue.root()
                        .resolve("solutions")
                        .resolve(catalogue.root().resolve("chapters").relativize(stub)));
            }
        }
        for (var source : answer.sources().entrySet()) {
            sources = sources.with(Files.write(folder.resolve(source.getKey()), source.getValue()));
        }
        return new Run(exercise, sources, chapter.tests(), Optional.of(seed(answer.sources())), Run.LIMIT,
                exercise.judge() == Exercise.Judge.PROCESS, Run.Network.PRIVATE, Optional.empty(), List.of());
    }

    /// The same for the same answer, on any day.
    private static long seed(SortedMap<String, byte[]> sources) {
        var hash = 0;
        for (var bytes : sources.values()) {
            hash = 31 * hash + java.util.Arrays.hashCode(bytes);
        }
        return 1 + Math.floorMod(hash, SEEDS);
    }

    private static Judgement judgement(Outcome outcome) throws InfrastructureException {
        var core = outcome.tests().stream().filter(test -> test.kind() == TestOutcome.Kind.CORE).toList();
        var passed = (int) core.stream().filter(test -> test.state() == TestOutcome.State.PASSED).count();
        var points = outcome.exercise().points();
        return switch (outcome.state()) {
            case SOLVED -> new Judgement(Verdict.PASS, points, millis(outcome), "All " + passed + " tests passed.");
            case DOES_NOT_COMPILE -> failed(Verdict.COMPILE_ERROR, outcome, "");
            case WRONG, HUNG, CRASHED -> {
                var message = passed + " of " + core.size() + " tests passed. ";
                yield passed > 0
                        ? new Judgement(Verdict.PARTIAL, points * passed / core.size(), millis(outcome),
                                SafeText.of(message + said(outcome)),
                                core.stream().anyMatch(test -> test.state() == TestOutcome.State.HUNG))
                        : failed(verdict(outcome), outcome, message);
            }
            case NOT_RUN, CHECKER_BROKE -> throw new InfrastructureException(outcome.exercise().id() + ": "
                    + outcome.report().text("reason").orElse("its tests did not run"));
        };
    }

    private static Verdict verdict(Outcome outcome) {
        return switch (outcome.state()) {
            case HUNG -> Verdict.TIMEOUT;
            case CRASHED -> Verdict.CRASHED;
            default -> Verdict.FAIL;
        };
    }

    private static Judgement failed(Verdict verdict, Outcome outcome, String message) {
        return new Judgement(verdict, 0, millis(outcome), SafeText.of(message + said(outcome)));
    }

    private static String said(Outcome outcome) {
        return outcome.deciding().map(test -> "This one did not: " + test.name() + "\n").orElse("") + outcome.report();
    }

    private static long millis(Outcome outcome) {
        return outcome.took().toMillis();
    }

    @Override
    public void close() {
        try {
            engine.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
