package workbook.rawtcp;

/// Measures the way from one to the other, once round at most.
final class SequenceSpace {
    private SequenceSpace() {}

    /// Whether `a` comes before `b`.
    ///
    /// @param a any number, less than 2^31 away from `b`, on one side or the other
    static boolean lt(int a, int b) {
        return a != b && le(a, b);
    }

    /// Whether `a` comes before `b`, or is the same.
    static boolean le(int a, int b) {
        return Integer.toUnsignedLong(b - a) < 1L << 31;
    }
}
