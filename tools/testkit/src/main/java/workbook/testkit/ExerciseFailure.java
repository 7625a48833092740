package workbook.testkit;

/// The answer did something else than the exercise asks, and this is the [Report] of it.
///
/// In an IDE or under plain Maven the report is the message; the engine reads [#report()].
public class ExerciseFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient Report report;

    public ExerciseFailure(Report report) {
        super("\n" + report);
        this.report = report;
    }

    /// @param cause what the answer threw
    public ExerciseFailure(Report report, Throwable cause) {
        super("\n" + report, cause);
        this.report = report;
    }

    public Report report() {
        return report;
    }
}
