package workbook.rawtcp;

import java.time.Instant;
import java.util.List;

/// Waits for the other side to open a connection (RFC 9293, 3.10.7.2 and 3.10.7.4), and leaves it at that.
final class PassiveOpen implements Machine {
    private static final int WINDOW = 0xffff;
    private static final byte[] NOTHING = {};

    private final Ends ends;
    private final int initialSequence;
    private State state = State.LISTEN;
    private int receiveNext;

    PassiveOpen(Ends ends, int initialSequence) {
        this.ends = ends;
        this.initialSequence = initialSequence;
    }

    @Override
    public State state() {
        return state;
    }

    int sendNext() {
        return initialSequence + 1;
    }

    int receiveNext() {
        return receiveNext;
    }

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        return switch (state) {
            case LISTEN -> listening(segment);
            case SYN_RECEIVED -> halfOpen(segment);
            case ESTABLISHED -> open(segment);
            default -> List.of();
        };
    }

    private List<Segment> listening(Segment segment) {
        if (segment.is(Control.RST)) {
            return List.of();
        }
        if (segment.is(Control.ACK)) {
            return List.of(Resets.to(segment));
        }
        if (segment.header().control() != Control.SYN) {
            return List.of();
        }
        receiveNext = segment.header().sequence() + 1;
        state = State.SYN_RECEIVED;
        return synAck();
    }

    private List<Segment> halfOpen(Segment segment) {
        if (segment.is(Control.RST)) {
            state = segment.header().sequence() == receiveNext ? State.LISTEN : state;
            return List.of();
        }
        if (segment.is(Control.SYN)) {
            return segment.header().sequence() == receiveNext - 1 ? synAck() : List.of();
        }
        if (!segment.is(Control.ACK)) {
            return List.of();
        }
        if (segment.header().acknowledgment() != sendNext()) {
            return List.of(Resets.to(segment));
        }
        state = State.ESTABLISHED;
        return List.of();
    }

    private List<Segment> open(Segment segment) {
        if (segment.is(Control.RST)) {
            state = segment.header().sequence() == receiveNext ? State.CLOSED : state;
            return List.of();
        }
        return segment.is(Control.SYN) ? List.of(segment(sendNext(), Control.ACK)) : List.of();
    }

    private List<Segment> synAck() {
        return List.of(segment(initialSequence, Control.SYN | Control.ACK));
    }

    private Segment segment(int sequence, int control) {
        return ends.segment(sequence, receiveNext, control, WINDOW, NOTHING, NOTHING);
    }
}
