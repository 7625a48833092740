package workbook.rawtcp;

/// What is said to a segment that belongs to no connection (RFC 9293, 3.5.2).
final class Resets {
    private Resets() {}

    static Segment to(Segment segment) {
        var ends = Ends.ofReceived(segment);
        var nothing = new byte[0];
        return segment.is(Control.ACK)
                ? ends.segment(segment.header().acknowledgment(), 0, Control.RST, 0, nothing, nothing)
                : ends.segment(0, segment.end(), Control.RST | Control.ACK, 0, nothing, nothing);
    }
}
