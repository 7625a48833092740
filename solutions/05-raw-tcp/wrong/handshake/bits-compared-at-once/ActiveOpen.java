package workbook.rawtcp;

import java.time.Instant;
import java.util.List;

/// Opens a connection from this side (RFC 9293, 3.10.1 and 3.10.7.3), and leaves it at that.
final class ActiveOpen implements Machine {
    private static final int WINDOW = 0xffff;
    private static final byte[] NOTHING = {};

    private final Ends ends;
    private final int initialSequence;
    private State state = State.CLOSED;
    private int receiveNext;

    ActiveOpen(Ends ends, int initialSequence) {
        this.ends = ends;
        this.initialSequence = initialSequence;
    }

    Segment open() {
        state = State.SYN_SENT;
        return ends.segment(initialSequence, 0, Control.SYN, WINDOW, NOTHING, NOTHING);
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
            case SYN_SENT -> opening(segment);
            case ESTABLISHED -> opened(segment);
            default -> List.of();
        };
    }

    private List<Segment> opening(Segment segment) {
        var isReset = segment.is(Control.RST);
        if (segment.is(Control.ACK) && segment.header().acknowledgment() != sendNext()) {
            return isReset ? List.of() : List.of(Resets.to(segment));
        }
        if (!segment.is(Control.ACK)) {
            return List.of();
        }
        if (isReset) {
            state = State.CLOSED;
            return List.of();
        }
        if (segment.header().control() != (Control.SYN | Control.ACK)) {
            return List.of();
        }
        receiveNext = segment.header().sequence() + 1;
        state = State.ESTABLISHED;
        return acknowledgment();
    }

    private List<Segment> opened(Segment segment) {
        if (segment.is(Control.RST)) {
            state = segment.header().sequence() == receiveNext ? State.CLOSED : state;
            return List.of();
        }
        // The acknowledgment was lost: the other side still waits for it.
        return segment.is(Control.SYN) ? acknowledgment() : List.of();
    }

    private List<Segment> acknowledgment() {
        return List.of(ends.segment(sendNext(), receiveNext, Control.ACK, WINDOW, NOTHING, NOTHING));
    }
}
