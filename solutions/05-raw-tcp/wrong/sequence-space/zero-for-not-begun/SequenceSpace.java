package workbook.rawtcp;

/// Numbers that go round: 0 comes behind 2^32 - 1 (RFC 9293, 3.4).
final class SequenceSpace {
    private SequenceSpace() {}

    /// Whether `a` comes before `b`.
    ///
    /// @param a any number, less than 2^31 away from `b`, on one side or the other
    static boolean lt(int a, int b) {
        return a - b < 0;
    }

    /// Whether `a` comes before `b`, or is the same.
    static boolean le(int a, int b) {
        return a - b <= 0;
    }
}
