package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One connection, from its first segment to its last (RFC 9293, 3.10): what has arrived goes in, what is to be sent
/// comes out. It has no clock, no thread and no network of its own.
///
/// It begins in LISTEN. The handshake is that of [ActiveOpen] or of [PassiveOpen], but for what is said here:
///
///   - Its SYN says, in an option, the `mss` of the settings. A segment's data is never more than that, nor than the other
///     side's SYN has said, or 536 bytes if that said nothing. An MSS of 0 says nothing, and neither does a list of options
///     that [TcpOptions] cannot read.
///   - Data that comes with a SYN may be left: it is not acknowledged then, and comes again.
///   - Both sides may open at once: in SYN_SENT a SYN without ACK is answered by SYN and ACK, and the state is SYN_RECEIVED.
///   - A reset that counts makes it CLOSED in any state, and [#isReset].
///
/// Whatever takes numbers, but for a probe, is kept in a [Retransmitter] until it is acknowledged; if that gives up, the
/// connection is CLOSED and [#isReset], and nothing more is sent. What comes is kept in a [Reassembler], with the
/// `receiveBuffer` of the settings; its window, at most 65,535, is that of each segment.
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

    /// Whether the other side has ended it before its time: by a reset, or by not answering any more. What [#abort] ends was
    /// not reset.
    boolean isReset() {
        return isReset;
    }

    // The user's side

    /// Opens it from this side: a SYN.
    List<Segment> open(Instant now) {
        state = State.SYN_SENT;
        transmit(Control.SYN, new byte[0], now);
        return emit();
    }

    /// Takes bytes to be sent, as many as there is room for: together with those that wait to be sent for the first time,
    /// at most the `sendBuffer` of the settings. Before it is open they wait until it is. Nothing is sent before [#flush],
    /// or before something arrives. The array is the caller's afterwards.
    ///
    /// @return how many bytes were taken; none after [#shutdownOutput], or when it is CLOSED
    int write(byte[] data, int offset, int length) {
        if (isCloseAsked || state == State.CLOSED) {
            return 0;
        }
        var taken = Math.min(length, settings.sendBuffer() - unsent.size() - (sendNext - sendUnacknowledged));
        unsent.put(data, offset, taken);
        return taken;
    }

    /// Takes out up to so many bytes of what has come in order.
    byte[] read(int most) {
        return received.map(bytes -> bytes.read(most)).orElse(new byte[0]);
    }

    /// How many bytes have come in order, and were not read.
    int readable() {
        return received.map(Reassembler::readable).orElse(0);
    }

    /// Whether nothing more will come, and all that has come was read.
    boolean isAtEnd() {
        return (isFinReceived || state == State.CLOSED) && readable() == 0;
    }

    /// Nothing more will be written: FIN is sent behind the last byte that was. Before it is open, that is remembered.
    void shutdownOutput() {
        isCloseAsked = true;
    }

    /// What may be sent by now, after writing, reading, or shutting down; nothing before it is open.
    ///
    ///   - Data, in segments as large as they may be, and as far as the window allows: up to the acknowledgment number plus
    ///     the window of the segment with the latest sequence number, and of these with the latest acknowledgment number,
    ///     which is not always the last to arrive. A piece smaller than a whole segment may wait as long as something is
    ///     under way, if it is not the end of what there is.
    ///   - FIN, when all data has been sent. It does not wait for room.
    ///   - If reading has made room for `mss` more bytes, or for half of the buffer, since the other side was last told: an
    ///     acknowledgment, which says so. For less there is none.
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

    /// Ends it at once: it is CLOSED. In SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 and CLOSE_WAIT the other side is
    /// told, by a reset with the number that comes next; elsewhere nobody has to be (RFC 9293, 3.10.5).
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

    /// The earliest of all times at which [#tick] has something to do.
    @Override
    public Optional<Instant> alarm() {
        return state == State.CLOSED
                ? Optional.empty()
                : Stream.of(retransmitter.alarm(), probeAt, forgetAt).flatMap(Optional::stream).min(Instant::compareTo);
    }

    /// Does what its time has come for:
    ///
    ///   - The retransmitter repeats the oldest segment, with the acknowledgment and the window of now.
    ///   - If there is data to be sent, nothing is under way, and the window has no room: a probe, after the retransmitter's
    ///     timeout, and then more and more rarely, at last once a minute. When there was room again, the next time begins anew
    ///     with the retransmitter's timeout. A probe is an old number without data, or one byte of the data: something that is
    ///     answered by an acknowledgment. As long as it is, the connection is kept, for years if need be (RFC 9293, 3.8.6.1);
    ///     if it is not, it may be given up.
    ///   - TIME_WAIT ends, twice the `lifetime` of the settings after it began, or after the last FIN that came again;
    ///     nothing else puts that off.
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

    /// RFC 9293, 3.10.7.4, from the second segment on. In CLOSED nothing is taken, and nothing sent.
    ///
    ///   - A segment none of whose numbers lies in the window is not taken, and gets an acknowledgment, unless it is a reset.
    ///     With a window of 0, only a segment without numbers that begins at the next number is taken.
    ///   - A reset counts if its number is the next one; if it lies elsewhere in the window, it gets an acknowledgment.
    ///   - A SYN gets an acknowledgment, wherever it lies. In SYN_RECEIVED the other side's SYN may come again, the same and
    ///     without ACK: it gets the SYN and ACK again.
    ///   - Without ACK, nothing is taken, and nothing said. An ACK of something that was not sent gets an acknowledgment, or
    ///     in SYN_RECEIVED, where it has to be one of the SYN, a reset, and then nothing of the segment is taken, nor is its
    ///     window. An old ACK takes nothing back, and the rest of its segment counts.
    ///   - Data and FIN are taken in whatever order they come, and acknowledged at once. FIN counts when all before it has
    ///     come; nothing behind it is taken.
    ///   - What may be sent now is sent, as by [#flush].
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
            duplicates = isDuplicate ? duplicates + 1 : 0;
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
        if (recoveryUntil.isPresent()) {
            if (SequenceSpace.lt(acknowledgment, recoveryUntil.get())) {
                // Up to the next hole (RFC 6582).
                retransmitter.repeatFirst().forEach(this::repeat);
            } else {
                recoveryUntil = Optional.empty();
            }
        }
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
