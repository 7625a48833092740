package workbook.rawtcp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A listener remembers nothing but the answer that it has given.
final class PassiveOpen implements Machine {
    private final Ends ends;
    private final int initialSequence;
    private Optional<Segment> answer = Optional.empty();
    private boolean isOpen;
    private boolean isOver;

    PassiveOpen(Ends ends, int initialSequence) {
        this.ends = ends;
        this.initialSequence = initialSequence;
    }

    @Override
    public State state() {
        if (isOver) {
            return State.CLOSED;
        }
        return answer.isEmpty() ? State.LISTEN : isOpen ? State.ESTABLISHED : State.SYN_RECEIVED;
    }

    int sendNext() {
        return initialSequence + 1;
    }

    int receiveNext() {
        return answer.map(segment -> segment.header().acknowledgment()).orElse(0);
    }

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        if (isOver) {
            return List.of();
        }
        if (answer.isEmpty()) {
            return first(segment);
        }
        var given = answer.get();
        if (segment.is(Control.RST)) {
            if (segment.header().sequence() == receiveNext()) {
                isOver = isOpen;
                answer = Optional.empty();
            }
            return List.of();
        }
        if (segment.is(Control.SYN)) {
            var isSame = segment.header().sequence() == receiveNext() - 1;
            return isOpen ? List.of(segment(sendNext(), Control.ACK)) : isSame ? List.of(given) : List.of();
        }
        if (!segment.is(Control.ACK) || isOpen) {
            return List.of();
        }
        isOpen = segment.header().acknowledgment() == given.end();
        return isOpen ? List.of() : List.of(Resets.to(segment));
    }

    private List<Segment> first(Segment segment) {
        if (segment.is(Control.RST)) {
            return List.of();
        }
        if (segment.is(Control.ACK)) {
            return List.of(Resets.to(segment));
        }
        if (segment.is(Control.SYN)) {
            answer = Optional.of(ends.segment(initialSequence, segment.header().sequence() + 1,
                    Control.SYN | Control.ACK, 65_535, new byte[0], new byte[0]));
        }
        return answer.stream().toList();
    }

    private Segment segment(int sequence, int control) {
        return ends.segment(sequence, receiveNext(), control, 65_535, new byte[0], new byte[0]);
    }
}
