package workbook.rawtcp;

import java.time.Instant;
import java.util.List;

/// State and bits in one switch.
final class PassiveOpen implements Machine {
    private static final int FLAGS = Control.SYN | Control.RST | Control.ACK;

    private final Ends ends;
    private final int first;
    private State state = State.LISTEN;
    private int next;

    PassiveOpen(Ends ends, int initialSequence) {
        this.ends = ends;
        first = initialSequence;
    }

    @Override
    public State state() {
        return state;
    }

    int sendNext() {
        return first + 1;
    }

    int receiveNext() {
        return next;
    }

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        var header = segment.header();
        if (segment.is(Control.RST)) {
            if (state != State.LISTEN && header.sequence() == next) {
                state = state == State.SYN_RECEIVED ? State.LISTEN : State.CLOSED;
            }
            return List.of();
        }
        return switch (state) {
            case LISTEN -> switch (header.control() & FLAGS) {
                case Control.SYN -> {
                    next = header.sequence() + 1;
                    state = State.SYN_RECEIVED;
                    yield says(first, Control.SYN | Control.ACK);
                }
                case Control.ACK, Control.SYN | Control.ACK -> List.of(Resets.to(segment));
                default -> List.of();
            };
            case SYN_RECEIVED -> {
                if (segment.is(Control.SYN)) {
                    yield header.sequence() + 1 == next ? says(first, Control.SYN | Control.ACK) : List.of();
                }
                if (segment.is(Control.ACK) && header.acknowledgment() == first + 1) {
                    state = State.ESTABLISHED;
                    yield List.of();
                }
                yield segment.is(Control.ACK) ? List.of(Resets.to(segment)) : List.of();
            }
            case ESTABLISHED -> segment.is(Control.SYN) ? says(first + 1, Control.ACK) : List.of();
            default -> List.of();
        };
    }

    private List<Segment> says(int sequence, int control) {
        return List.of(ends.segment(sequence, next, control, 65_535, new byte[0], new byte[0]));
    }
}
