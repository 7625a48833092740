package workbook.testkit;

/// The answer overflowed its stack or exhausted its memory; [#getCause()] is the error itself.
///
/// Both end the test like any other failure, so that the next test goes on: an `OutOfMemoryError` that reached
/// JUnit would end the whole run.
public final class Crashed extends ExerciseFailure {
    private static final long serialVersionUID = 1;

    public Crashed(Report report, VirtualMachineError cause) {
        super(report, cause);
    }
}
