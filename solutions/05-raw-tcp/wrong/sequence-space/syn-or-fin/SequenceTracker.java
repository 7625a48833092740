package workbook.rawtcp;

/// Watches one direction of a connection, and says of each segment what it brings.
final class SequenceTracker {
    private boolean hasBegun;
    private int first;
    private int next;

    /// Takes notice of a segment, the first of which begins the count, wherever in a connection it stands.
    ///
    /// A segment takes a sequence number for each byte of its data, one for SYN, and one for FIN. From its first to
    /// behind its last they are compared with the one that is expected, which is then the one behind its last, unless
    /// that would be a step back. A segment that takes none changes nothing, unless it is the first.
    ///
    /// @param length of its data, in bytes
    SequenceEvent see(TcpHeader header, int length) {
        var sequence = header.sequence();
        if (!hasBegun) {
            hasBegun = true;
            first = sequence;
            next = sequence;
        }
        var end = sequence + length + ((header.control() & (Control.SYN | Control.FIN)) != 0 ? 1 : 0);
        var kind = kind(sequence, end);
        if (SequenceSpace.lt(next, end) && end != sequence) {
            next = end;
        }
        return new SequenceEvent(kind, sequence - first);
    }

    private SequenceEvent.Kind kind(int begin, int end) {
        if (begin == end) {
            return SequenceEvent.Kind.EMPTY;
        }
        if (begin == next) {
            return SequenceEvent.Kind.NEW;
        }
        if (SequenceSpace.lt(next, begin)) {
            return SequenceEvent.Kind.GAP;
        }
        return SequenceSpace.lt(next, end) ? SequenceEvent.Kind.OVERLAP : SequenceEvent.Kind.OLD;
    }

    /// The number that is expected next; before the first segment anything.
    int next() {
        return next;
    }
}
