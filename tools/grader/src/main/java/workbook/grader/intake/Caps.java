package workbook.grader.intake;

/// How much a submission may hold. A whole checkout of the workbook with what its build left behind stays far below.
final class Caps {
    /// Of one answer's file: the longest reference has a tenth of it.
    static final int FILE = 256 << 10;
    /// Of an archive as it was handed in.
    static final long ARCHIVE = 64L << 20;
    /// Of all that an archive unfolds to.
    static final long UNFOLDED = 512L << 20;
    /// Classes that answers bring along.
    static final int BESIDE = 200;
    /// Files and folders.
    static final int ENTRIES = 20_000;
    /// How many times its size an archive, or a file in it, unfolds to. Source text reaches 10, and a run of equal bytes
    /// 1000; what is small may.
    static final long RATIO = 100;
    static final long SMALL = 16L << 20;
    /// The longest path, in characters.
    static final int PATH = 1_000;

    private Caps() {}

    static boolean isBomb(long unfolded, long packed) {
        return unfolded > UNFOLDED || unfolded > SMALL && unfolded / Math.max(1, packed) > RATIO;
    }

    static NotTaken tooManyEntries() {
        return new NotTaken("it has more than " + ENTRIES + " files: send the chapters' src folders only");
    }

    static NotTaken bomb() {
        return new NotTaken("it unfolds to far more than any learner's work: send the chapters' src folders only");
    }
}
