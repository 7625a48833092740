package workbook.rawtcp;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Takes one request, sends one response, and closes, over a link that loses nothing (RFC 9293, 3.10.7.4).
final class OnePage implements Machine {
    static final int MSS = 536;

    private static final int WINDOW = 0xffff;
    private static final byte[] NOTHING = {};

    private final Ends ends;
    private final PassiveOpen opening;
    private final Function<byte[], Optional<byte[]>> responder;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private Optional<byte[]> response = Optional.empty();
    private State state = State.LISTEN;
    private int receiveNext;
    private int firstOfResponse;
    private int sendUnacknowledged;
    private int sendNext;
    private int window;

    OnePage(Ends ends, int initialSequence, Function<byte[], Optional<byte[]>> responder) {
        this.ends = ends;
        this.responder = responder;
        opening = new PassiveOpen(ends, initialSequence);
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        if (state == State.LISTEN || state == State.SYN_RECEIVED) {
            var answers = opening.on(segment, now);
            state = opening.state();
            if (state != State.ESTABLISHED) {
                return answers;
            }
            receiveNext = opening.receiveNext();
            sendNext = opening.sendNext();
            sendUnacknowledged = sendNext;
            firstOfResponse = sendNext;
        }
        return state == State.CLOSED ? List.of() : open(segment);
    }

    private List<Segment> open(Segment segment) {
        if (segment.is(Control.RST)) {
            state = segment.header().sequence() == receiveNext ? State.CLOSED : state;
            return List.of();
        }
        if (segment.is(Control.SYN)) {
            return List.of(acknowledgment());
        }
        if (!segment.is(Control.ACK)) {
            return List.of();
        }
        if (segment.header().sequence() != receiveNext) {
            return segment.length() == 0 ? List.of() : List.of(acknowledgment());
        }
        takeAcknowledgment(segment.header());
        takeData(segment);
        var out = send();
        if (out.isEmpty() && segment.length() > 0) {
            out.add(acknowledgment());
        }
        return out;
    }

    private void takeAcknowledgment(TcpHeader header) {
        var acknowledgment = header.acknowledgment();
        if (SequenceSpace.lt(acknowledgment, sendUnacknowledged) || SequenceSpace.lt(sendNext, acknowledgment)) {
            return;
        }
        sendUnacknowledged = acknowledgment;
        window = header.window();
        if (isFinSent() && acknowledgment == sendNext) {
            state = switch (state) {
                case FIN_WAIT_1 -> State.FIN_WAIT_2;
                case CLOSING -> State.TIME_WAIT;
                case LAST_ACK -> State.CLOSED;
                default -> state;
            };
        }
    }

    private void takeData(Segment segment) {
        receiveNext += segment.length();
        request.writeBytes(segment.data());
        if (response.isEmpty() && segment.data().length > 0) {
            response = responder.apply(request.toByteArray());
        }
        if (segment.header().control() == (Control.FIN | Control.ACK)) {
            response = response.or(() -> Optional.of(NOTHING));
            state = switch (state) {
                case ESTABLISHED -> State.CLOSE_WAIT;
                case FIN_WAIT_1 -> State.CLOSING;
                case FIN_WAIT_2 -> State.TIME_WAIT;
                default -> state;
            };
        }
    }

    private List<Segment> send() {
        var out = new ArrayList<Segment>();
        while (response.isPresent() && !isFinSent()) {
            var bytes = response.get();
            var sent = sendNext - firstOfResponse;
            var room = sendUnacknowledged + window - sendNext;
            var length = Math.min(Math.min(bytes.length - sent, MSS), room);
            if (length <= 0 && sent < bytes.length) {
                break;
            }
            var isLast = sent + length == bytes.length;
            out.add(segment(Control.ACK | (isLast ? Control.FIN : 0), Arrays.copyOfRange(bytes, sent, sent + length)));
            sendNext += length;
            if (isLast) {
                sendNext++;
                state = state == State.CLOSE_WAIT ? State.LAST_ACK : State.FIN_WAIT_1;
            }
        }
        return out;
    }

    private boolean isFinSent() {
        return response.filter(bytes -> sendNext - firstOfResponse > bytes.length).isPresent();
    }

    private Segment acknowledgment() {
        return segment(Control.ACK, NOTHING);
    }

    private Segment segment(int control, byte[] data) {
        return ends.segment(sendNext, receiveNext, control, WINDOW, NOTHING, data);
    }
}
