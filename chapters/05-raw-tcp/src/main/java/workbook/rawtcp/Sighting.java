package workbook.rawtcp;

/// A segment that somebody else has sent, and what is to be thought of its checksum.
record Sighting(Segment segment, Sum sum) {
    enum Sum {
        /// It fits the segment.
        RIGHT,
        /// The sum of the pseudo-header stands in its place: the network card was to do the rest.
        UNMADE,
        /// It is neither.
        WRONG
    }

    @Override
    public String toString() {
        return segment.source().getHostAddress() + " to " + segment.destination().getHostAddress() + " " + segment + " sum "
                + sum;
    }
}
