package workbook.rawtcp;

/// Subtracts in 64 bits, where nothing goes round.
final class SequenceSpace {
    private SequenceSpace() {}

    /// Whether `a` comes before `b`.
    ///
    /// @param a any number, less than 2^31 away from `b`, on one side or the other
    static boolean lt(int a, int b) {
        return Integer.toUnsignedLong(a) - Integer.toUnsignedLong(b) < 0;
    }

    /// Whether `a` comes before `b`, or is the same.
    static boolean le(int a, int b) {
        return Integer.toUnsignedLong(a) - Integer.toUnsignedLong(b) <= 0;
    }
}
