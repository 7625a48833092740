package workbook.cli;

/// What commands exit with; where several apply, the highest.
public final class ExitCode {
    public static final int OK = 0;
    /// An answer is wrong, or the workbook's own tests fail.
    public static final int WRONG = 1;
    public static final int USAGE = 2;
    /// Something is missing on this machine.
    public static final int NOT_READY = 3;
    /// The workbook itself is broken.
    public static final int BROKEN = 4;

    private ExitCode() {}
}
