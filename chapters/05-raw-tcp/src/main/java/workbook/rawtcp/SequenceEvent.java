package workbook.rawtcp;

/// What a segment brings to one direction of a connection.
///
/// @param relative its sequence number, counted from the first one that was seen: 0 for the SYN; 32 bits without a sign
record SequenceEvent(Kind kind, int relative) {
    enum Kind {
        /// It takes no sequence numbers.
        EMPTY,
        /// It begins right where the next number is expected.
        NEW,
        /// It begins further on: something in front of it was lost, or is late.
        GAP,
        /// It begins before the number that is expected, and ends behind it.
        OVERLAP,
        /// All of it lies before the number that is expected: it is sent again, or late.
        OLD
    }
}
