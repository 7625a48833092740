package workbook.sockets;

/// The program cannot do what it was asked: one sentence that says why, and the code to exit with.
final class GivenUp extends Exception {
    static final int NOT_TO_BE_HAD = 1;
    static final int USAGE = 2;
    // 3 is what `./workbook run` itself ends with where an answer is missing.
    static final int TOO_EARLY = 4;
    static final int RESET = 5;
    static final int SILENT = 6;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    GivenUp(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    static GivenUp usage(String sentence) {
        return new GivenUp(USAGE, sentence);
    }

    static GivenUp notToBeHad(String sentence) {
        return new GivenUp(NOT_TO_BE_HAD, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
