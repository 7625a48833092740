package workbook.grader;

import java.util.List;
import java.util.stream.Collectors;
import workbook.engine.worker.Message;
import workbook.testkit.Report;

/// What one core test of an exercise came to.
///
/// @param method  its name as written
/// @param verdict PASS, or what a lone test of this kind would be called
/// @param report  for a test that did not pass
record TestResult(String method, Verdict verdict, Report report) {
    boolean isPassed() {
        return verdict == Verdict.PASS;
    }

    /// From what the runner said, once it is believed.
    ///
    /// @param expected how many ends the reference's run of it had
    static TestResult of(String method, List<Message.TestEnd> ends, int expected) {
        for (var end : ends) {
            if (end.ending() != Message.Ending.PASSED) {
                return new TestResult(method, verdict(end.ending()), end.report());
            }
        }
        return ends.size() == expected
                ? new TestResult(method, Verdict.PASS, Report.empty())
                : new TestResult(method, Verdict.FAIL, Report.empty()
                        .with(Report.YOU, ends.isEmpty()
                                ? "threw something that could not be shown"
                                : "let " + ends.size() + " of " + expected + " inputs be tried"));
    }

    /// For one that earlier tests left no time for.
    static TestResult notRun(String method) {
        return new TestResult(method, Verdict.FAIL, Report.empty()
                .with(Report.YOU, "were not asked: earlier tests took the JVM with them"));
    }

    private static Verdict verdict(Message.Ending ending) {
        return switch (ending) {
            case PASSED -> Verdict.PASS;
            case HUNG -> Verdict.TIMEOUT;
            case CRASHED -> Verdict.CRASHED;
            case EXHAUSTED -> Verdict.MEMORY_LIMIT;
            case FAILED, NOT_RUN, BROKE -> Verdict.FAIL;
        };
    }

    /// The test's name with blanks.
    String name() {
        return method.replace('_', ' ');
    }

    /// The report as plain lines.
    String text() {
        return report.rows()
                .stream()
                .map(row -> row.label() + ": " + String.join("\n    ", row.lines()))
                .collect(Collectors.joining("\n"));
    }
}
