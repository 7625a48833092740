package workbook.engine.worker;

import java.util.List;
import java.util.Optional;
import workbook.testkit.Report;

/// What the engine and a worker say to each other.
public sealed interface Message {
    /// Engine: run these tests.
    ///
    /// @param testClass    its full name
    /// @param methods      the methods to run; all if empty
    /// @param classFolders where the compiled tests and the answer lie, in the order in which they are looked at
    /// @param answerFiles  names of the answer's source files
    /// @param seed         for random input
    /// @param limitMillis  for a single test
    /// @param answerInProcess whether the answer gets a JVM of its own, with this class path
    /// @param answerClassPath of that JVM
    /// @param capture      a folder for recordings of what the wire carried in each test
    /// @param until        how far to go
    /// @param marker       the line that the worker prints when all is done; none if empty
    record RunTests(String testClass, List<String> methods, List<String> classFolders,
            List<String> answerFiles, long seed, long limitMillis, boolean answerInProcess, String answerClassPath,
            Optional<String> capture, Until until, String marker) implements Message {}

    /// How far the tests go: to the end, to the first core test that hangs or takes its JVM with it, or to the first
    /// that fails.
    enum Until {
        END, LOSS, FAILURE;

        /// Whether a core test that ended so is the last.
        public boolean isReached(Ending ending) {
            return switch (ending) {
                case PASSED, NOT_RUN -> false;
                case HUNG, CRASHED, EXHAUSTED -> this != END;
                case FAILED, BROKE -> this == FAILURE;
            };
        }
    }

    /// Engine: say where your threads are.
    record AskThreads() implements Message {}

    /// Worker: ready, in this network, and if in the host's, why.
    record Hello(String network, String reason) implements Message {}

    /// Worker: the tests to come, in order.
    record Planned(List<PlannedTest> tests) implements Message {}

    /// @param isWitness whether it only confirms
    record PlannedTest(String method, boolean isWitness) {}

    /// Worker: a test begins.
    record Started(String method, long limitMillis) implements Message {}

    /// Worker: a test has ended.
    record Finished(TestEnd end) implements Message {}

    /// Worker: the JVM is being ended by somebody who called `System.exit`.
    record Exiting(String stack, String file, int line) implements Message {}

    /// Worker: an error that no test caught.
    record Died(TestEnd end) implements Message {}

    /// Worker: where each thread stands that is not the worker's own.
    record Threads(List<ThreadPlace> threads) implements Message {}

    /// @param file of the innermost frame in the answer, or empty
    record ThreadPlace(String name, String place, String file, int line) {}

    /// Worker: all is done; clean if nothing of this run is left in the JVM.
    record Done(boolean isClean) implements Message {}

    /// Worker: it could not do its work, and the answer has no part in that.
    record Broke(String trace) implements Message {}

    /// How a test ended, as the worker saw it.
    ///
    /// @param display  what the test calls itself, for one of several of one method
    /// @param isStuck  whether its thread runs on
    /// @param trace    for the log
    record TestEnd(String method, String display, Ending ending, long millis, Report report, String file, int line,
            boolean isStuck, String trace) {
        /// This end with one more row in its report, unless there is nothing to say.
        TestEnd with(String label, String text) {
            return text.isEmpty()
                    ? this
                    : new TestEnd(method, display, ending, millis, report.with(label, text), file, line, isStuck,
                            trace);
        }
    }

    /// `CRASHED`: the stack is exhausted, or the JVM has ended. `EXHAUSTED`: the memory is. `BROKE`: the workbook's own
    /// failure.
    enum Ending {
        PASSED, FAILED, HUNG, NOT_RUN, CRASHED, EXHAUSTED, BROKE
    }
}
