package workbook.kit;

/// What a stub throws until the learner has written its body.
///
/// It is an [Error], so that no `catch (Exception e)` of an answer or a test takes it for anything else.
public final class Todo extends Error {
    private static final long serialVersionUID = 1;

    private Todo(String whatIsMissing) {
        super(whatIsMissing);
    }

    /// Stands where code is missing: `throw todo("read one line")`.
    ///
    /// @param whatIsMissing one short clause that begins with a verb; the failure report shows it
    /// @return the error to throw
    public static Todo todo(String whatIsMissing) {
        return new Todo(whatIsMissing);
    }
}
