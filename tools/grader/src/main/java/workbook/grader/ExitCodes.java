package workbook.grader;

/// What the grader exits with, as `docs/grading.adoc` says.
final class ExitCodes {
    /// Every answer has a verdict.
    static final int GRADED = 0;
    static final int USAGE = 2;
    /// The machine cannot contain strangers' work, or its disk is full.
    static final int NOT_READY = 3;
    /// The grader failed, for some answers at least.
    static final int BROKEN = 4;

    private ExitCodes() {}
}
