package workbook.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import workbook.testkit.Report;

/// What came of running one exercise on one source tree.
///
/// @param exercise the exercise
/// @param state    the verdict
/// @param network  `private` or `host`: where its tests ran
/// @param took     wall time from the request to the verdict
/// @param seed     what every random input was made from; the same seed makes them again
/// @param tests    in the order in which they ran
/// @param report   of the verdict: that of the first test that decided it, of the compiler, or of the crash
/// @param file     the learner's file that the verdict concerns, absolute, if one does
/// @param line     line in that file, or 0
/// @param output   what the answer printed, cut to what is worth showing
/// @param lent     ids of the exercises whose workbook's own answers were laid underneath
public record Outcome(Exercise exercise, State state, String network, Duration took, long seed,
        List<TestOutcome> tests, Report report, Optional<Path> file, int line, String output, List<String> lent) {

    public Outcome {
        tests = List.copyOf(tests);
        lent = List.copyOf(lent);
    }

    /// The first test that decided a verdict other than SOLVED, if it was a test that did: a core test that failed, else
    /// a witness that did, else one that could not run.
    public Optional<TestOutcome> deciding() {
        return first(test -> isFailed(test) && test.kind() == TestOutcome.Kind.CORE)
                .or(() -> first(Outcome::isFailed))
                .or(() -> state == State.NOT_RUN
                        ? first(test -> test.state() == TestOutcome.State.NOT_RUN)
                        : Optional.empty());
    }

    private Optional<TestOutcome> first(Predicate<TestOutcome> condition) {
        return tests.stream().filter(condition).findFirst();
    }

    private static boolean isFailed(TestOutcome test) {
        return test.state() == TestOutcome.State.FAILED || test.state() == TestOutcome.State.HUNG;
    }

    public long witnessesPassed() {
        return witnesses(TestOutcome.State.PASSED);
    }

    public long witnessesNotRun() {
        return witnesses(TestOutcome.State.NOT_RUN);
    }

    private long witnesses(TestOutcome.State state) {
        return tests.stream()
                .filter(test -> test.kind() == TestOutcome.Kind.WITNESS)
                .filter(test -> test.state() == state)
                .count();
    }
}
