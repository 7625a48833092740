package workbook.engine;

/// How running an exercise ended, from best to worst.
public enum State {
    /// All core tests passed.
    SOLVED(0),
    /// Something the exercise needs is missing on this machine.
    NOT_RUN(3),
    /// A test says that the answer does something else than it should; a stub is wrong in this sense.
    WRONG(1),
    /// A test reached its limit.
    HUNG(1),
    /// The answer ended the JVM, or exhausted its memory or stack.
    CRASHED(1), DOES_NOT_COMPILE(1),
    /// The workbook itself failed: never the learner's fault.
    CHECKER_BROKE(4);

    private final int exitCode;

    State(int exitCode) {
        this.exitCode = exitCode;
    }

    /// What a command exits with; of several the highest wins.
    public int exitCode() {
        return exitCode;
    }
}
