package workbook.rawtcp;

import java.time.Instant;
import java.util.List;

/// Each state answers by itself, and says which one comes next.
final class ActiveOpen implements Machine {
    private sealed interface Step {
        record Closed() implements Step {}

        record Waiting() implements Step {}

        record Open(int next) implements Step {}
    }

    private final Ends ends;
    private final int initialSequence;
    private Step step = new Step.Closed();

    ActiveOpen(Ends ends, int initialSequence) {
        this.ends = ends;
        this.initialSequence = initialSequence;
    }

    Segment open() {
        step = new Step.Waiting();
        return segment(initialSequence, 0, Control.SYN);
    }

    private Segment segment(int sequence, int acknowledgment, int control) {
        // The kernel would say so, too.
        var options = (control & Control.SYN) == 0 ? new byte[0] : new byte[]{2, 4, 5, (byte) 0xb4};
        return ends.segment(sequence, acknowledgment, control, 65_535, options, new byte[0]);
    }

    @Override
    public State state() {
        return switch (step) {
            case Step.Closed _ -> State.CLOSED;
            case Step.Waiting _ -> State.SYN_SENT;
            case Step.Open _ -> State.ESTABLISHED;
        };
    }

    int sendNext() {
        return initialSequence + 1;
    }

    int receiveNext() {
        return step instanceof Step.Open(var next) ? next : 0;
    }

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        var header = segment.header();
        return switch (step) {
            case Step.Closed _ -> List.of();
            case Step.Waiting _ when segment.is(Control.ACK) && header.acknowledgment() - initialSequence != 1 ->
                    segment.is(Control.RST) ? List.of() : List.of(Resets.to(segment));
            case Step.Waiting _ when segment.is(Control.ACK | Control.RST) -> {
                step = new Step.Closed();
                yield List.of();
            }
            case Step.Waiting _ when segment.is(Control.ACK | Control.SYN) -> {
                step = new Step.Open(header.sequence() + 1);
                yield acknowledgment();
            }
            case Step.Waiting _ -> List.of();
            case Step.Open(var next) when segment.is(Control.RST) -> {
                if (header.sequence() == next) {
                    step = new Step.Closed();
                    yield List.of();
                }
                // A challenge: whoever has really reset it says so again, with the right number.
                yield acknowledgment();
            }
            case Step.Open _ -> segment.is(Control.SYN) ? acknowledgment() : List.of();
        };
    }

    private List<Segment> acknowledgment() {
        return List.of(segment(sendNext(), receiveNext(), Control.ACK));
    }
}
