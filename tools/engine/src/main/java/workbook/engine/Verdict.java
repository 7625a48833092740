package workbook.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import workbook.engine.worker.Message;
import workbook.engine.worker.Message.Ending;
import workbook.testkit.Report;

/// Judges one run: from what the compiler or the workers said to an [Outcome].
final class Verdict {
    private static final String REASON = "reason";

    private final Run run;
    private final long seed;
    private final ErrorLog log;
    private final long begun = System.nanoTime();

    Verdict(Run run, long seed, ErrorLog log) {
        this.run = run;
        this.seed = seed;
        this.log = log;
    }

    long seed() {
        return seed;
    }

    Outcome refused(Compilation.Refused refused) {
        var network = run.network() == Run.Network.PRIVATE ? "private" : "host";
        return outcome(refused.state(), network, List.of(), refused.report(), refused.file(), refused.line(), "");
    }

    /// The workbook itself failed.
    Outcome broke(String trace, List<String> command) {
        var file = log.write(run.exercise().id(), "exercise %s, seed %d, Java %s, %s %s%n%s%n%n%s%n".formatted(
                run.exercise().id(), seed, Runtime.version(), System.getProperty("os.name"),
                System.getProperty("os.version"), String.join(" ", command), trace));
        var what = trace.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        return outcome(State.CHECKER_BROKE, "host", List.of(), Report.empty()
                .with(REASON, "the workbook failed, not your code: " + what)
                .with("log", file.toString()), Optional.empty(), 0, "");
    }

    Outcome of(TestsRun tests, Compilation.Compiled compiled, List<String> command) {
        if (!tests.trouble().isEmpty()) {
            return broke(tests.trouble() + "\n" + tests.printed(), command);
        }
        if (run.exercise().needs() != Exercise.Needs.LOOPBACK && tests.network().equals("host")) {
            return outcome(State.NOT_RUN, "host", List.of(), Report.empty()
                    .with(REASON, "it needs a network of its own. " + tests.reason()), Optional.empty(), 0, "");
        }
        var ends = inOrder(tests);
        if (ends.isEmpty()) {
            return broke(compiled.testClass() + " has no tests", command);
        }
        var outcomes = ends.stream().map(end -> outcome(end, tests)).toList();
        var deciding = deciding(ends, tests);
        if (deciding.isEmpty()) {
            return outcome(State.SOLVED, tests.network(), outcomes, Report.empty(), Optional.empty(), 0,
                    tests.printed());
        }
        var end = deciding.get();
        if (end.ending() == Ending.BROKE) {
            return broke(end.trace() + "\n" + tests.printed(), command);
        }
        var place = place(end, compiled);
        return outcome(state(end.ending()), tests.network(), outcomes, end.report(), place.file(), place.line(),
                tests.printed());
    }

    private static List<Message.TestEnd> inOrder(TestsRun tests) {
        var order = tests.planned().stream().map(Message.PlannedTest::method).toList();
        var ends = new ArrayList<>(tests.ends());
        var failed = ends.stream().anyMatch(end -> end.ending() != Ending.PASSED);
        if (failed) {
            for (var missed : tests.notRun()) {
                ends.add(TestSession.end(missed.method(), Ending.NOT_RUN, Report.empty()
                        .with(REASON,
                                "an earlier test ended the run"),
                        "", 0));
            }
        }
        ends.sort(Comparator
                .comparingInt(end -> order.contains(end.method()) ? order.indexOf(end.method()) : order.size()));
        return ends;
    }

    /// Core tests decide; a witness that disagrees does too, but one that is missing does not, unless asked to.
    private static Optional<Message.TestEnd> deciding(List<Message.TestEnd> ends, TestsRun tests) {
        var isStrict = Boolean.getBoolean("workbook.strict");
        return ends.stream()
                .filter(Verdict::isFailure)
                .filter(end -> !tests.isWitness(end.method()))
                .findFirst()
                .or(() -> ends.stream().filter(Verdict::isFailure).findFirst())
                .or(() -> ends.stream()
                        .filter(end -> end.ending() == Ending.NOT_RUN)
                        .filter(end -> isStrict || !tests.isWitness(end.method()))
                        .findFirst());
    }

    private static boolean isFailure(Message.TestEnd end) {
        return end.ending() != Ending.PASSED && end.ending() != Ending.NOT_RUN;
    }

    private static State state(Ending ending) {
        return switch (ending) {
            case PASSED -> State.SOLVED;
            case FAILED -> State.WRONG;
            case HUNG -> State.HUNG;
            case NOT_RUN -> State.NOT_RUN;
            case CRASHED, EXHAUSTED -> State.CRASHED;
            case BROKE -> State.CHECKER_BROKE;
        };
    }

    private static TestOutcome outcome(Message.TestEnd end, TestsRun tests) {
        var name = end.method().replace('_', ' ') + (end.display().isEmpty() ? "" : ": " + end.display());
        var state = switch (end.ending()) {
            case PASSED -> TestOutcome.State.PASSED;
            case HUNG -> TestOutcome.State.HUNG;
            case NOT_RUN -> TestOutcome.State.NOT_RUN;
            case FAILED, CRASHED, EXHAUSTED, BROKE -> TestOutcome.State.FAILED;
        };
        return new TestOutcome(name, end.method(),
                tests.isWitness(end.method()) ? TestOutcome.Kind.WITNESS : TestOutcome.Kind.CORE, state,
                Duration.ofMillis(end.millis()), end.report(), end.file(), end.line());
    }

    /// Where the answer stood; if it did not stand anywhere, where the method is that the test calls. A file is named only
    /// if it can be no other.
    private static Place place(Message.TestEnd end, Compilation.Compiled compiled) {
        var files = Engine.byName(compiled.answers());
        if (end.ending() == Ending.NOT_RUN) {
            return new Place(Optional.empty(), 0);
        }
        if (files.containsKey(end.file())) {
            return new Place(Optional.of(files.get(end.file())), end.line());
        }
        return compiled.outline()
                .concerning(end.method())
                .map(declared -> new Place(Optional.ofNullable(files.get(declared.file())), declared.line()))
                .orElseGet(() -> new Place(compiled.answers().stream().findFirst().filter(_ -> files.size() == 1), 0));
    }

    private Outcome outcome(State state, String network, List<TestOutcome> tests, Report report, Optional<Path> file,
            int line, String printed) {
        return new Outcome(run.exercise(), state, network, Duration.ofNanos(System.nanoTime() - begun), seed, tests,
                report, file, line, printed, run.lent());
    }

    private record Place(Optional<Path> file, int line) {}
}
