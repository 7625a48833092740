package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Sends again only when the time is over: fewer numbers to keep, and slower over a bad link.
final class TcpConnection implements Machine {
    private static final int DUPLICATES_FOR_REPEAT = 3;
    private static final int DEFAULT_MSS = 536;
    private static final int MOST_PROBES = 10;

    private final Ends ends;
    private final Settings settings;
    private final Retransmitter retransmitter;
    private final ByteQueue unsent = new ByteQueue();
    private final List<Segment> out = new ArrayList<>();
    private State state = State.LISTEN;
    private Optional<Reassembler> received = Optional.empty();

    private int sendUnacknowledged;
    private int sendNext;
    private int sendWindow;
    private int largestSendWindow;
    private int windowSequence;
    private int windowAcknowledgment;
    private int sendMss = DEFAULT_MSS;
    private int duplicates;
    private Optional<Integer> recoveryUntil = Optional.empty();

    private boolean isCloseAsked;
    private boolean isFinSent;
    private Optional<Integer> finAt = Optional.empty();
    private boolean isFinReceived;
    private boolean isReset;
    private boolean isAcknowledgmentDue;
    private int windowTold;

    private Optional<Instant> probeAt = Optional.empty();
    private Duration probeAfter = Duration.ZERO;
    private int probes;
    private Optional<Instant> forgetAt = Optional.empty();

    TcpConnection(Ends ends, int initialSequence, Settings settings) {
        this.ends = ends;
        this.settings = settings;
        sendUnacknowledged = initialSequence;
        sendNext = initialSequence;
        retransmitter = new Retransmitter(settings.shortestTimeout(), settings.mostRepeats());
    }

    @Override
    public State state() {
        return state;
    }

    /// Whether the other side, or its silence, has ended it before its time.
    boolean isReset() {
        return isReset;
    }

    // The user's side

    /// Opens it from this side.
    List<Segment> open(Instant now) {
        state = State.SYN_SENT;
        transmit(Control.SYN, new byte[0], now);
        return emit();
    }

    /// Takes as much as there is room for.
    ///
    /// @return how many bytes
    int write(byte[] data, int offset, int length) {
        if (isCloseAsked || state == State.CLOSED) {
            return 0;
        }
        var taken = Math.min(length, settings.sendBuffer() - unsent.size());
        unsent.put(data, offset, taken);
        return taken;
    }

    byte[] read(int most) {
        return received.map(bytes -> bytes.read(most)).orElse(new byte[0]);
    }

    int readable() {
        return received.map(Reassembler::readable).orElse(0);
    }

    /// Whether everything that the other side has sent has been read, and nothing more will come.
    boolean isAtEnd() {
        return (isFinReceived || state == State.CLOSED) && readable() == 0;
    }

    /// Nothing more will be written.
    void shutdownOutput() {
        isCloseAsked = true;
    }

    /// What may be sent by now: after writing, reading, or closing.
    List<Segment> flush(Instant now) {
        if (isSynchronized()) {
            send(now);
            // Reading has made room: worth a segment if the sender could use it (RFC 9293, 3.8.6.2.2).
            var more = window() - windowTold;
            if (more >= Math.min(settings.receiveBuffer() / 2, settings.mss())) {
                isAcknowledgmentDue = true;
            }
        }
        return emit();
    }

    /// Ends it at once.
    List<Segment> abort() {
        if (isSomebodyToTell()) {
            out.add(ends.segment(sendNext, receiveNext(), Control.RST | Control.ACK, 0, new byte[0], new byte[0]));
        }
        state = State.CLOSED;
        isAcknowledgmentDue = false;
        return emit();
    }

    private boolean isSomebodyToTell() {
        return switch (state) {
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> true;
            default -> false;
        };
    }

    // The clock's side

    @Override
    public Optional<Instant> alarm() {
        return state == State.CLOSED
                ? Optional.empty()
                : Stream.of(retransmitter.alarm(), probeAt, forgetAt).flatMap(Optional::stream).min(Instant::compareTo);
    }

    @Override
    public List<Segment> tick(Instant now) {
        if (state == State.CLOSED) {
            return List.of();
        }
        if (forgetAt.filter(at -> !now.isBefore(at)).isPresent()) {
            state = State.CLOSED;
            forgetAt = Optional.empty();
            return List.of();
        }
        var repeated = retransmitter.tick(now);
        repeated.forEach(this::repeat);
        if (!repeated.isEmpty()) {
            recoveryUntil = Optional.of(sendNext);
        }
        if (retransmitter.isGivenUp()) {
            lost();
        } else if (probeAt.filter(at -> !now.isBefore(at)).isPresent()) {
            probe(now);
        }
        return emit();
    }

    // The network's side

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        switch (state) {
            case CLOSED -> {
            }
            case LISTEN -> listening(segment, now);
            case SYN_SENT -> opening(segment, now);
            default -> opened(segment, now);
        }
        return emit();
    }

    private void listening(Segment segment, Instant now) {
        if (segment.is(Control.RST)) {
            return;
        }
        if (segment.is(Control.ACK)) {
            out.add(Resets.to(segment));
        } else if (segment.is(Control.SYN)) {
            synchronize(segment);
            state = State.SYN_RECEIVED;
            transmit(Control.SYN | Control.ACK, new byte[0], now);
        }
    }

    private void opening(Segment segment, Instant now) {
        var acknowledgment = segment.header().acknowledgment();
        if (segment.is(Control.ACK) && acknowledgment != sendNext) {
            if (!segment.is(Control.RST)) {
                out.add(Resets.to(segment));
            }
            return;
        }
        if (segment.is(Control.RST)) {
            if (segment.is(Control.ACK)) {
                lost();
            }
            return;
        }
        if (!segment.is(Control.SYN)) {
            return;
        }
        synchronize(segment);
        if (segment.is(Control.ACK)) {
            acknowledge(acknowledgment, now);
            takeWindow(segment);
            state = State.ESTABLISHED;
            isAcknowledgmentDue = true;
            send(now);
        } else {
            // Both sides have opened at once.
            state = State.SYN_RECEIVED;
            retransmitter.repeatFirst().forEach(this::repeat);
        }
    }

    private void synchronize(Segment syn) {
        received = Optional.of(new Reassembler(syn.header().sequence() + 1, settings.receiveBuffer()));
        sendWindow = syn.header().window();
        largestSendWindow = sendWindow;
        windowSequence = syn.header().sequence();
        windowAcknowledgment = sendUnacknowledged;
        sendMss = Math.min(settings.mss(), mssOf(syn));
    }

    private static int mssOf(Segment syn) {
        try {
            return TcpOptions.parse(ByteBuffer.wrap(syn.header().options()))
                    .stream()
                    .filter(TcpOption.Mss.class::isInstance)
                    .mapToInt(option -> ((TcpOption.Mss) option).bytes())
                    .filter(mss -> mss > 0)
                    .findFirst()
                    .orElse(DEFAULT_MSS);
        } catch (IllegalArgumentException e) {
            return DEFAULT_MSS;
        }
    }

    private void opened(Segment segment, Instant now) {
        if (isTheirSynAgain(segment)) {
            retransmitter.repeatFirst().forEach(this::repeat);
            return;
        }
        if (!isAcceptable(segment)) {
            if (!segment.is(Control.RST)) {
                isAcknowledgmentDue = true;
                if (state == State.TIME_WAIT && segment.is(Control.FIN)) {
                    forgetAt = Optional.of(now.plus(settings.lifetime().multipliedBy(2)));
                }
            }
            return;
        }
        if (segment.is(Control.RST)) {
            // Only the very next number: others may have been guessed (RFC 9293, 3.10.7.4).
            if (segment.header().sequence() == receiveNext()) {
                lost();
            } else {
                isAcknowledgmentDue = true;
            }
            return;
        }
        if (segment.is(Control.SYN)) {
            isAcknowledgmentDue = true;
            return;
        }
        if (segment.is(Control.ACK) && takesAcknowledgment(segment, now)) {
            takeData(segment);
            takeFin(segment, now);
            if (state != State.CLOSED) {
                send(now);
            }
        }
    }

    private boolean isTheirSynAgain(Segment segment) {
        return state == State.SYN_RECEIVED && segment.is(Control.SYN) && !segment.is(Control.ACK)
                && !segment.is(Control.RST) && segment.header().sequence() == receiveNext() - 1;
    }

    /// RFC 9293, 3.10.7.4, the four cases; there, what begins before the window and ends behind it is left out.
    private boolean isAcceptable(Segment segment) {
        var first = segment.header().sequence();
        if (window() == 0) {
            return segment.length() == 0 && first == receiveNext();
        }
        var isBeforeTheEnd = SequenceSpace.lt(first, receiveNext() + window());
        return isBeforeTheEnd && (segment.length() == 0
                ? SequenceSpace.le(receiveNext(), first)
                : SequenceSpace.lt(receiveNext(), segment.end()));
    }

    private boolean takesAcknowledgment(Segment segment, Instant now) {
        var acknowledgment = segment.header().acknowledgment();
        if (state == State.SYN_RECEIVED) {
            if (!SequenceSpace.lt(sendUnacknowledged, acknowledgment) || SequenceSpace.lt(sendNext, acknowledgment)) {
                out.add(Resets.to(segment));
                return false;
            }
            state = State.ESTABLISHED;
        }
        if (SequenceSpace.lt(sendNext, acknowledgment)) {
            isAcknowledgmentDue = true;
            return false;
        }
        if (SequenceSpace.lt(sendUnacknowledged, acknowledgment)) {
            acknowledge(acknowledgment, now);
            takeWindow(segment);
            finAcknowledged(now);
        } else if (acknowledgment == sendUnacknowledged) {
            var isDuplicate = segment.length() == 0 && !retransmitter.isEmpty()
                    && segment.header().window() == sendWindow;
            takeWindow(segment);
            duplicates = isDuplicate ? 1 : 0;
            if (duplicates == DUPLICATES_FOR_REPEAT && recoveryUntil.isEmpty()) {
                recoveryUntil = Optional.of(sendNext);
                retransmitter.repeatFirst().forEach(this::repeat);
            }
        }
        return state != State.CLOSED;
    }

    private void acknowledge(int acknowledgment, Instant now) {
        sendUnacknowledged = acknowledgment;
        retransmitter.acknowledged(acknowledgment, now);
        duplicates = 0;
        recoveryUntil = Optional.empty();
    }

    /// Not from an older segment than the last one it was taken from.
    private void takeWindow(Segment segment) {
        var header = segment.header();
        if (SequenceSpace.lt(windowSequence, header.sequence()) || windowSequence == header.sequence()
                && SequenceSpace.le(windowAcknowledgment, header.acknowledgment())) {
            sendWindow = header.window();
            largestSendWindow = Math.max(largestSendWindow, sendWindow);
            windowSequence = header.sequence();
            windowAcknowledgment = header.acknowledgment();
            if (sendWindow > 0) {
                probeAt = Optional.empty();
                probes = 0;
            } else if (probeAt.isPresent()) {
                probes = 0;
            }
        }
    }

    private void finAcknowledged(Instant now) {
        if (!isFinSent || sendUnacknowledged != sendNext) {
            return;
        }
        switch (state) {
            case FIN_WAIT_1 -> state = State.FIN_WAIT_2;
            case CLOSING -> waitForLateOnes(now);
            case LAST_ACK -> state = State.CLOSED;
            default -> {
            }
        }
    }

    private void takeData(Segment segment) {
        if (segment.data().length > 0) {
            received.orElseThrow().insert(segment.header().sequence(), beforeTheirFin(segment));
            isAcknowledgmentDue = true;
        }
    }

    private byte[] beforeTheirFin(Segment segment) {
        var data = segment.data();
        return finAt.map(at -> Arrays.copyOf(data, Math.clamp(at - segment.header().sequence(), 0, data.length)))
                .orElse(data);
    }

    private void takeFin(Segment segment, Instant now) {
        if (segment.is(Control.FIN)) {
            finAt = finAt.or(() -> Optional.of(segment.end() - 1));
            isAcknowledgmentDue = true;
        }
        if (isFinReceived || finAt.isEmpty() || finAt.get() != received.orElseThrow().next()) {
            return;
        }
        isFinReceived = true;
        isAcknowledgmentDue = true;
        switch (state) {
            case ESTABLISHED -> state = State.CLOSE_WAIT;
            case FIN_WAIT_1 -> state = State.CLOSING;
            case FIN_WAIT_2 -> waitForLateOnes(now);
            default -> {
            }
        }
    }

    private void waitForLateOnes(Instant now) {
        state = State.TIME_WAIT;
        forgetAt = Optional.of(now.plus(settings.lifetime().multipliedBy(2)));
    }

    private void lost() {
        isReset = true;
        state = State.CLOSED;
        isAcknowledgmentDue = false;
        probeAt = Optional.empty();
    }

    // Sending

    private void send(Instant now) {
        while (unsent.size() > 0) {
            var room = sendUnacknowledged + sendWindow - sendNext;
            var length = Math.min(Math.min(unsent.size(), sendMss), room);
            // No small pieces while larger ones may fit soon (RFC 9293, 3.8.6.2.1).
            if (length <= 0 || !retransmitter.isEmpty() && length < unsent.size() && length < sendMss
                    && length < largestSendWindow / 2) {
                break;
            }
            var isLast = length == unsent.size();
            transmit(Control.ACK | (isLast ? Control.PSH : 0), unsent.take(length), now);
        }
        if (unsent.size() > 0 && retransmitter.isEmpty() && probeAt.isEmpty()) {
            probeAfter = retransmitter.timeout();
            probeAt = Optional.of(now.plus(probeAfter));
        }
        if (isCloseAsked && !isFinSent && unsent.size() == 0
                && (state == State.ESTABLISHED || state == State.CLOSE_WAIT)) {
            isFinSent = true;
            transmit(Control.FIN | Control.ACK, new byte[0], now);
            state = state == State.ESTABLISHED ? State.FIN_WAIT_1 : State.LAST_ACK;
        }
    }

    private void transmit(int control, byte[] data, Instant now) {
        var options = (control & Control.SYN) == 0
                ? new byte[0]
                : new byte[]{2, 4, (byte) (settings.mss() >> 8), (byte) settings.mss()};
        var segment = segment(sendNext, control, options, data);
        sendNext += segment.length();
        retransmitter.sent(segment, now);
        out.add(segment);
    }

    /// With what is known by now.
    private void repeat(Segment segment) {
        var acknowledges = received.isPresent() ? Control.ACK : 0;
        out.add(segment(segment.header().sequence(), segment.header().control() | acknowledges,
                segment.header().options(), segment.data()));
    }

    /// Asks whether the window is still shut: an old number, which has to be acknowledged.
    private void probe(Instant now) {
        probes++;
        if (probes > MOST_PROBES) {
            lost();
            return;
        }
        out.add(segment(sendUnacknowledged - 1, Control.ACK, new byte[0], new byte[0]));
        var doubled = probeAfter.multipliedBy(2);
        probeAfter = doubled.compareTo(Retransmitter.LONGEST_TIMEOUT) < 0 ? doubled : Retransmitter.LONGEST_TIMEOUT;
        probeAt = Optional.of(now.plus(probeAfter));
    }

    private Segment segment(int sequence, int control, byte[] options, byte[] data) {
        windowTold = window();
        return ends.segment(sequence, (control & Control.ACK) == 0 ? 0 : receiveNext(), control,
                Math.min(windowTold, 0xffff), options, data);
    }

    private List<Segment> emit() {
        var isTold = out.stream().anyMatch(segment -> segment.is(Control.ACK));
        if (isAcknowledgmentDue && !isTold) {
            out.add(segment(sendNext, Control.ACK, new byte[0], new byte[0]));
        }
        isAcknowledgmentDue = false;
        var all = List.copyOf(out);
        out.clear();
        return all;
    }

    private boolean isSynchronized() {
        return received.isPresent() && state != State.CLOSED && state != State.SYN_RECEIVED;
    }

    private int receiveNext() {
        return received.map(bytes -> bytes.next() + (isFinReceived ? 1 : 0)).orElse(0);
    }

    private int window() {
        return received.map(Reassembler::window).orElse(settings.receiveBuffer());
    }
}
