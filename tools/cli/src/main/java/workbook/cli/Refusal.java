package workbook.cli;

/// A command cannot do what it was asked: one sentence that says why and what to do, and the code to exit with.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Refusal(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    /// What was typed does not make sense here.
    public static Refusal usage(String sentence) {
        return new Refusal(ExitCode.USAGE, sentence);
    }

    /// The learner's code, or the workbook's, is not in order.
    public static Refusal wrong(String sentence) {
        return new Refusal(ExitCode.WRONG, sentence);
    }

    /// The machine, or the state of the folder, does not allow it.
    public static Refusal notReady(String sentence) {
        return new Refusal(ExitCode.NOT_READY, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
