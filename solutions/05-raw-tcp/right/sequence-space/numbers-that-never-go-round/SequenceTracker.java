package workbook.rawtcp;

import java.util.OptionalLong;

/// Turns every number into one of 64 bits, which goes on where 32 bits begin again: choose it for logs and plots.
final class SequenceTracker {
    private OptionalLong first = OptionalLong.empty();
    private long next;

    SequenceEvent see(TcpHeader header, int length) {
        if (first.isEmpty()) {
            first = OptionalLong.of(Integer.toUnsignedLong(header.sequence()));
            next = first.getAsLong();
        }
        // As far from the expected number as it is on the circle, in one direction or the other.
        var begin = next + (header.sequence() - (int) next);
        var end = begin + length + Long.bitCount(header.control() & (Control.SYN | Control.FIN));
        var kind = SequenceEvent.Kind.OLD;
        if (end == begin) {
            kind = SequenceEvent.Kind.EMPTY;
        } else if (begin >= next) {
            kind = begin == next ? SequenceEvent.Kind.NEW : SequenceEvent.Kind.GAP;
        } else if (end > next) {
            kind = SequenceEvent.Kind.OVERLAP;
        }
        next = end > begin ? Math.max(next, end) : next;
        return new SequenceEvent(kind, (int) (begin - first.getAsLong()));
    }

    int next() {
        return (int) next;
    }
}
