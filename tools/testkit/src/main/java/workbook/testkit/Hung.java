package workbook.testkit;

/// A test reached its time limit; the report says the limit and where each thread of the answer stood.
///
/// Its own stack is that of the thread that did not come to an end.
public final class Hung extends ExerciseFailure {
    /// The row with the limit.
    public static final String LIMIT = "limit";
    /// The row that says where each thread stood, one a line.
    public static final String STOOD = "stood";

    private static final long serialVersionUID = 1;

    /// What stands in the row [#LIMIT]: `5 s for this test`.
    static String limitOfTest() {
        return Deadline.text(TestScope.current().limit()) + " for this test";
    }

    public Hung(Report report, StackTraceElement[] stood) {
        super(report);
        setStackTrace(stood);
    }
}
