package workbook.kit;

/// A chapter's program cannot do what it was asked: one sentence that says why, and the code to exit with.
public final class GivenUp extends Exception {
    /// A file, an address or a connection could not be had.
    public static final int NOT_TO_BE_HAD = 1;
    /// A word of the command is off.
    public static final int USAGE = 2;
    // 3 is what `./workbook run` itself ends with where an answer is missing.

    private static final long serialVersionUID = 1;

    private final int exitCode;

    /// @param sentence with what is off, and what to do about it
    public GivenUp(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
