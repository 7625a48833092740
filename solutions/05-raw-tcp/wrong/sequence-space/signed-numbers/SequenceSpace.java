package workbook.rawtcp;

/// Compares numbers with their sign.
final class SequenceSpace {
    private SequenceSpace() {}

    /// Whether `a` comes before `b`.
    ///
    /// @param a any number, less than 2^31 away from `b`, on one side or the other
    static boolean lt(int a, int b) {
        return a < b;
    }

    /// Whether `a` comes before `b`, or is the same.
    static boolean le(int a, int b) {
        return a <= b;
    }
}
