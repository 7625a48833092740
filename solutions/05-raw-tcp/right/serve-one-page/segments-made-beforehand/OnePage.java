package workbook.rawtcp;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/// Cuts the response up as soon as there is one, and sends a FIN of its own: easier to follow, if the window is large.
final class OnePage implements Machine {
    static final int MSS = 536;

    private final Ends ends;
    private final PassiveOpen opening;
    private final Function<byte[], Optional<byte[]>> responder;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private boolean isOpen;
    private boolean isReset;
    private boolean isAnswered;
    private boolean isFinSent;
    private boolean isFinAcknowledged;
    private boolean isFinReceived;
    private boolean isFirstToClose;
    private int next;
    private int sent;
    private int limit;

    OnePage(Ends ends, int initialSequence, Function<byte[], Optional<byte[]>> responder) {
        this.ends = ends;
        this.responder = responder;
        opening = new PassiveOpen(ends, initialSequence);
        sent = initialSequence + 1;
    }

    @Override
    public State state() {
        if (isReset || isFinAcknowledged && isFinReceived && !isFirstToClose) {
            return State.CLOSED;
        }
        if (!isOpen) {
            return opening.state();
        }
        if (!isFinSent) {
            return isFinReceived ? State.CLOSE_WAIT : State.ESTABLISHED;
        }
        if (!isFirstToClose) {
            return State.LAST_ACK;
        }
        if (isFinReceived) {
            return isFinAcknowledged ? State.TIME_WAIT : State.CLOSING;
        }
        return isFinAcknowledged ? State.FIN_WAIT_2 : State.FIN_WAIT_1;
    }

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        if (state() == State.CLOSED) {
            return List.of();
        }
        if (!isOpen) {
            var answers = opening.on(segment, now);
            isOpen = opening.state() == State.ESTABLISHED;
            if (!isOpen) {
                return answers;
            }
            next = opening.receiveNext();
        }
        var header = segment.header();
        if (segment.is(Control.RST)) {
            isReset = header.sequence() == next;
            return List.of();
        }
        var isElsewhere = segment.length() > 0 && header.sequence() != next;
        if (segment.is(Control.SYN) || segment.is(Control.ACK) && isElsewhere) {
            return List.of(says(Control.ACK, new byte[0]));
        }
        if (!segment.is(Control.ACK)) {
            return List.of();
        }
        if (header.acknowledgment() - sent <= 0) {
            limit = header.acknowledgment() + header.window();
            isFinAcknowledged |= isFinSent && header.acknowledgment() == sent;
        }
        next += segment.length();
        isFinReceived |= segment.is(Control.FIN);
        if (segment.data().length > 0) {
            request.writeBytes(segment.data());
            if (!isAnswered) {
                responder.apply(request.toByteArray()).ifPresent(this::cut);
            }
        }
        isAnswered |= isFinReceived;
        var out = send();
        if (out.isEmpty() && segment.length() > 0) {
            out.add(says(Control.ACK, new byte[0]));
        }
        return out;
    }

    private void cut(byte[] response) {
        isAnswered = true;
        for (var from = 0; from < response.length; from += MSS) {
            pieces.add(Arrays.copyOfRange(response, from, Math.min(response.length, from + MSS)));
        }
    }

    private List<Segment> send() {
        var out = new ArrayList<Segment>();
        while (!pieces.isEmpty() && limit - sent > 0) {
            var piece = pieces.element();
            if (piece.length > limit - sent) {
                // Only a part of it fits; the rest waits in its place.
                var part = Arrays.copyOf(piece, limit - sent);
                pieces.remove();
                var rest = new ArrayDeque<>(pieces);
                pieces.clear();
                pieces.add(Arrays.copyOfRange(piece, part.length, piece.length));
                pieces.addAll(rest);
                piece = part;
            } else {
                pieces.remove();
            }
            out.add(says(Control.ACK | Control.PSH, piece));
            sent += piece.length;
        }
        if (isAnswered && pieces.isEmpty() && !isFinSent) {
            out.add(says(Control.FIN | Control.ACK, new byte[0]));
            sent++;
            isFinSent = true;
            isFirstToClose = !isFinReceived;
        }
        return out;
    }

    private Segment says(int control, byte[] data) {
        return ends.segment(sent, next, control, 65_535, new byte[0], data);
    }
}
