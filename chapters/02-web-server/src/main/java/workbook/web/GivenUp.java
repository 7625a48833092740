package workbook.web;

/// The program cannot do what it was asked: one sentence that says why, and the code to exit with.
final class GivenUp extends Exception {
    static final int NOT_TO_BE_HAD = 1;
    static final int USAGE = 2;
    // 3 is what `./workbook run` itself ends with where an answer is missing.

    private static final long serialVersionUID = 1;

    private final int exitCode;

    GivenUp(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
