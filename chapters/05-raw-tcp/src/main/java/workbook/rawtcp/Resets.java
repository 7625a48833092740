package workbook.rawtcp;

import static workbook.kit.Todo.todo;

/// What is said to a segment that belongs to no connection (RFC 9293, 3.5.2).
final class Resets {
    private Resets() {}

    /// The reset with which it is answered, without data and with a window of 0. Its numbers are such as the sender of the
    /// segment can believe:
    ///
    ///   - If the segment has ACK, then RST alone, and its sequence number is the one that was acknowledged.
    ///   - If not, then RST and ACK; the sequence number is 0, and all of the segment is acknowledged.
    ///
    /// @param segment no reset itself
    static Segment to(Segment segment) {
        throw todo("answer a stranger");
    }
}
