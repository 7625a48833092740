package workbook.selfcheck;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;
import workbook.engine.Catalogue;
import workbook.engine.Chapter;
import workbook.engine.Engine;
import workbook.engine.Exercise;
import workbook.engine.FailureReport;
import workbook.engine.Outcome;
import workbook.engine.Problem;
import workbook.engine.Run;
import workbook.engine.SourceTree;
import workbook.engine.State;
import workbook.engine.Style;
import workbook.engine.TestOutcome;

/// The three proofs of one exercise: red on the stub, green on right answers, red on wrong ones for the right reason.
final class ExerciseProofs {
    /// A test of a wrong answer hangs after this long.
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /// What ends anyway may be waited for: right answers, and stubs.
    private static final Duration PATIENT_LIMIT = Duration.ofSeconds(10);
    /// What never comes back need not be waited for as long.
    private static final Duration HUNG_LIMIT = Duration.ofSeconds(1);
    /// A loaded machine may be slow once.
    private static final int TRIES = 5;
    /// No line of a report is broken.
    private static final Style WIDE = new Style(false, true, 1000);

    private final Path root;
    private final Catalogue catalogue;
    private final Chapter chapter;
    private final Exercise exercise;
    private final Engine engine;
    private final Run.Network network;
    private final GreenLimit greenLimit;
    private final boolean isChanged;
    private final AnswerFolders answers;

    /// @param isChanged whether the stub is a learner's answer by now
    ExerciseProofs(Catalogue catalogue, Exercise exercise, Engine engine, Run.Network network, GreenLimit greenLimit,
            boolean isChanged) {
        this.root = catalogue.root();
        this.catalogue = catalogue;
        this.chapter = catalogue.chapter(exercise);
        this.exercise = exercise;
        this.engine = engine;
        this.network = network;
        this.greenLimit = greenLimit;
        this.isChanged = isChanged;
        this.answers = AnswerFolders.of(root, chapter);
    }

    List<Proof> all() throws IOException {
        var proofs = new ArrayList<Proof>();
        proofs.add(isChanged
                ? proof("yours, stub row skipped", List::of)
                : proof("every test is red on the stub", this::stub));
        for (var inProcess : modes()) {
            var how = inProcess ? ", in a process of its own" : "";
            proofs.add(
                    proof("the reference is green" + how, () -> green(reference(), answers.references(), inProcess)));
            for (var right : AnswerFolders.in(answers.right(exercise))) {
                proofs.add(proof("right answer " + right.getFileName() + how,
                        () -> green(base().withAll(right), right, inProcess)));
            }
            for (var wrong : AnswerFolders.in(answers.wrong(exercise))) {
                proofs.add(proof("wrong answer " + wrong.getFileName() + how, () -> wrong(wrong, inProcess)));
            }
        }
        return proofs;
    }

    private Proof proof(String name, Proof.Check check) {
        return new Proof(chapter.name(), exercise.id(), name, check);
    }

    private List<Boolean> modes() {
        return exercise.judge() == Exercise.Judge.PROCESS ? List.of(false, true) : List.of(false);
    }

    private List<Problem> stub() {
        var outcome = engine.run(run(base(), false));
        var problems = new ArrayList<Problem>();
        problem(outcome, exercise.readme(), exercise.line()).ifPresent(problems::add);
        for (var test : outcome.tests()) {
            if (!test.isNotWritten() && test.state() != TestOutcome.State.NOT_RUN) {
                var how = test.state() == TestOutcome.State.PASSED ? "passes" : "fails for another reason";
                problems.add(at(exercise.test(), 0, test.method() + " " + how + " on the stub; let it fail because of "
                        + "the stub's todo(…).\n" + new FailureReport(root, WIDE).render(outcome)));
            }
        }
        if (outcome.state() == State.NOT_RUN) {
            throw notRun(outcome);
        }
        return problems;
    }

    /// What cannot be a verdict on any answer.
    private Optional<Problem> problem(Outcome outcome, Path file, int line) {
        return switch (outcome.state()) {
            case CHECKER_BROKE, DOES_NOT_COMPILE ->
                Optional.of(at(outcome.file().orElse(file), outcome.file().isPresent() ? outcome.line() : line,
                        "exercise '" + exercise.id() + "': " + FailureReport.word(outcome.state()) + "; mend it.\n"
                                + new FailureReport(root, WIDE).render(outcome)));
            default -> Optional.empty();
        };
    }

    private List<Problem> green(SourceTree sources, Path answer, boolean inProcess) {
        var outcome = engine.run(run(sources, inProcess));
        for (var again = 1; again < TRIES && outcome.state() == State.SOLVED && isSlow(outcome); again++) {
            outcome = engine.run(run(sources, inProcess));
        }
        if (outcome.state() == State.NOT_RUN) {
            throw notRun(outcome);
        }
        if (outcome.state() != State.SOLVED) {
            return List
                    .of(at(answer, 0, "is right, yet " + exercise.id() + " refuses it; mend the test or the answer.\n"
                            + new FailureReport(root, WIDE).render(outcome)));
        }
        return isSlow(outcome)
                ? List.of(at(exercise.test(), 0, "a green run takes " + tested(outcome).toMillis() + " ms, more than "
                        + greenLimit.granted().toMillis()
                        + "; make it faster, or grant it more in tools/selfcheck/slow.txt."))
                : List.of();
    }

    private boolean isSlow(Outcome outcome) {
        return greenLimit.isExceededBy(tested(outcome));
    }

    private static Duration tested(Outcome outcome) {
        return outcome.tests().stream().map(TestOutcome::took).reduce(Duration.ZERO, Duration::plus);
    }

    private List<Problem> wrong(Path wrong, boolean inProcess) throws IOException {
        var says = Says.read(wrong);
        if (!exercise.testSource().contains(" " + says.method() + "(")) {
            return List.of(at(says.file(), 1, "names '" + says.method() + "', which is no test of "
                    + exercise.test().getFileName() + "; mend this line."));
        }
        var run = run(base().withAll(wrong), inProcess, says.state() == State.HUNG ? HUNG_LIMIT : LIMIT);
        var outcome = engine.runOnly(run, says.method());
        if (outcome.state() == State.SOLVED) {
            return List.of(missed(wrong, says, engine.runToFirstFailure(run)));
        }
        var problems = differences(says, outcome);
        if (!problems.isEmpty() && outcome.state() == State.HUNG) {
            // A busy machine was perhaps too slow to come to the place where it hangs, or fails.
            var again = engine.runOnly(run(base().withAll(wrong), inProcess, PATIENT_LIMIT), says.method());
            problems = differences(says, again);
        }
        return problems;
    }

    /// Between what a wrong answer says of itself and what has become of it.
    private List<Problem> differences(Says says, Outcome outcome) {
        if (outcome.state() == State.NOT_RUN) {
            throw notRun(outcome);
        }
        var report = new FailureReport(root, WIDE).render(outcome);
        if (outcome.state() != says.state()) {
            return List.of(at(says.file(), 1, "says " + says.state() + ", but it was " + outcome.state()
                    + "; mend the test or this line.\n" + report));
        }
        return says.lines()
                .stream()
                .filter(line -> !report.contains(line.text()))
                .map(line -> at(says.file(), line.number(), "'" + line.text()
                        + "' is not in the report; mend the test's report or this line.\n" + report))
                .toList();
    }

    /// The named test lets a wrong answer pass.
    private Problem missed(Path wrong, Says says, Outcome whole) {
        var other = whole.deciding().map(TestOutcome::method);
        if (other.filter(says.method()::equals).isPresent()) {
            return at(says.file(), 1,
                    says.method() + " let this pass once and caught it once; make the mistake, or the "
                            + "test, certain.\n" + new FailureReport(root, WIDE).render(whole));
        }
        return other.isPresent()
                ? at(says.file(), 1, "names " + says.method() + ", but " + other.get()
                        + " catches it; mend the test or this line.\n" + new FailureReport(root, WIDE).render(whole))
                : at(wrong, 0, "is wrong, yet it passes; write a test that catches it.");
    }

    private Run run(SourceTree sources, boolean inProcess) {
        return run(sources, inProcess, PATIENT_LIMIT);
    }

    private Run run(SourceTree sources, boolean inProcess, Duration limit) {
        return new Run(exercise, sources, chapter.tests(), Optional.empty(), limit, inProcess, network,
                Optional.empty(), exercise.after());
    }

    private SourceTree reference() {
        return with(base(), exercise);
    }

    /// The chapter, with the reference of whatever the exercise stands on.
    private SourceTree base() {
        return catalogue.prerequisites(exercise)
                .stream()
                .reduce(SourceTree.of(chapter.sources()), this::with,
                        (one, two) -> two);
    }

    private SourceTree with(SourceTree tree, Exercise each) {
        var laid = tree;
        for (var file : answers.references(chapter, each)) {
            laid = laid.with(file);
        }
        return laid;
    }

    /// A proof that could not run is none: in a strict run that is an error, elsewhere it is said.
    private static RuntimeException notRun(Outcome outcome) {
        var why = outcome.exercise().id() + " cannot be run here: "
                + outcome.report().text("reason").orElse("no reason given");
        return Boolean.getBoolean("workbook.strict")
                ? new IllegalStateException(why)
                : new TestAbortedException(why);
    }

    private Problem at(Path file, int line, String text) {
        return new Problem(file.startsWith(root) ? root.relativize(file) : file, line, text);
    }
}
