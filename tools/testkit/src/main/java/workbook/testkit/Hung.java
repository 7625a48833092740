package workbook.testkit;

/// A test reached its time limit; the report says the limit and where each thread of the answer stood.
public final class Hung extends ExerciseFailure {
    private static final long serialVersionUID = 1;

    public Hung(Report report) {
        super(report);
    }
}
