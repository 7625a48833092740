package workbook.grader;

/// The runner's socket said what no runner says by itself: the answer has reached for its own verdict.
final class Tampering extends Exception {
    private static final long serialVersionUID = 1;

    /// @param what was said, one clause
    Tampering(String what) {
        super(what);
    }
}
