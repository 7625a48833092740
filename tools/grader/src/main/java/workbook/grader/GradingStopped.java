package workbook.grader;

/// Grading cannot go on, or cannot begin: one sentence that says why and what to do, and the code to exit with.
final class GradingStopped extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private GradingStopped(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    /// What was asked makes no sense here.
    static GradingStopped usage(String sentence) {
        return new GradingStopped(ExitCodes.USAGE, sentence);
    }

    /// This machine cannot do it as it is.
    static GradingStopped notReady(String sentence) {
        return new GradingStopped(ExitCodes.NOT_READY, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
