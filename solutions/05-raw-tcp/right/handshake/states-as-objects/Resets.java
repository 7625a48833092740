package workbook.rawtcp;

/// With the header put together by hand.
final class Resets {
    private Resets() {}

    static Segment to(Segment segment) {
        var header = segment.header();
        var hasAck = segment.is(Control.ACK);
        return new Segment(segment.destination(), segment.source(),
                new TcpHeader(header.destinationPort(), header.sourcePort(), hasAck ? header.acknowledgment() : 0,
                        hasAck ? 0 : header.sequence() + segment.length(), hasAck ? Control.RST : Control.RST | Control.ACK,
                        0, 0, 0, new byte[0]),
                new byte[0]);
    }
}
