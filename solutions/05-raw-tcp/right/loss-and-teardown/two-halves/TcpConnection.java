package workbook.rawtcp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One object for what goes and one for what comes: the state follows from both, and is not kept anywhere.
final class TcpConnection implements Machine {
    /// What goes: which numbers were sent, which arrived, and how far one may go.
    private final class Outgoing {
        final Retransmitter again = new Retransmitter(settings.shortestTimeout(), settings.mostRepeats());
        byte[] waiting = {};
        int arrived;
        int next;
        int limit;
        int mss = 536;
        Optional<Integer> fin = Optional.empty();
        int toldBySequence;
        int toldByAcknowledgment;
        Optional<Instant> askAt = Optional.empty();
        Duration askAfter = Duration.ZERO;

        Outgoing(int first) {
            arrived = first;
            next = first;
        }

        void hears(TcpHeader header, Instant now) {
            var acknowledgment = header.acknowledgment();
            if (acknowledgment - arrived > 0) {
                arrived = acknowledgment;
                again.acknowledged(acknowledgment, now);
            }
            var isNewer = header.sequence() - toldBySequence > 0
                    || header.sequence() == toldBySequence && acknowledgment - toldByAcknowledgment >= 0;
            if (isNewer) {
                takesWindow(header);
            }
        }

        void takesWindow(TcpHeader header) {
            limit = header.acknowledgment() + header.window();
            toldBySequence = header.sequence();
            toldByAcknowledgment = header.acknowledgment();
            if (header.window() > 0) {
                askAt = Optional.empty();
            }
        }

        boolean isFinished() {
            return fin.isPresent() && arrived - fin.get() > 0;
        }

        List<Segment> sends(Instant now) {
            var segments = new ArrayList<Segment>();
            while (waiting.length > 0 && limit - next > 0) {
                var length = Math.min(Math.min(waiting.length, mss), limit - next);
                segments.add(first(Control.ACK, new byte[0], Arrays.copyOf(waiting, length), now));
                waiting = Arrays.copyOfRange(waiting, length, waiting.length);
            }
            if (waiting.length == 0 && isClosing && fin.isEmpty()) {
                fin = Optional.of(next);
                segments.add(first(Control.FIN | Control.ACK, new byte[0], new byte[0], now));
            }
            if (waiting.length > 0 && again.isEmpty() && askAt.isEmpty()) {
                askAfter = again.timeout();
                askAt = Optional.of(now.plus(askAfter));
            }
            return segments;
        }

        Segment first(int control, byte[] options, byte[] data, Instant now) {
            var segment = says(next, control, options, data);
            next = segment.end();
            again.sent(segment, now);
            return segment;
        }

        List<Segment> asks(Instant now) {
            if (askAt.isEmpty() || now.isBefore(askAt.get())) {
                return List.of();
            }
            askAfter = askAfter.multipliedBy(2).compareTo(Duration.ofMinutes(1)) > 0
                    ? Duration.ofMinutes(1)
                    : askAfter.multipliedBy(2);
            askAt = Optional.of(now.plus(askAfter));
            return List.of(says(arrived - 1, Control.ACK, new byte[0], new byte[0]));
        }
    }

    /// What comes: which numbers are here, and where the end is.
    private final class Incoming {
        final Reassembler bytes;
        Optional<Integer> fin = Optional.empty();
        int told;

        Incoming(int first) {
            bytes = new Reassembler(first, settings.receiveBuffer());
        }

        boolean isFinished() {
            return fin.isPresent() && fin.get() == bytes.next();
        }

        int next() {
            return bytes.next() + (isFinished() ? 1 : 0);
        }

        boolean accepts(Segment segment) {
            var from = segment.header().sequence() - next();
            var to = segment.end() - 1 - next();
            var window = bytes.window();
            if (segment.length() == 0) {
                return from == 0 || from > 0 && from < window;
            }
            return from >= 0 && from < window || to >= 0 && to < window;
        }

        void takes(Segment segment) {
            var data = segment.data();
            var left = fin.map(at -> at - segment.header().sequence()).orElse(data.length);
            if (left > 0) {
                bytes.insert(segment.header().sequence(), left < data.length ? Arrays.copyOf(data, left) : data);
            }
            if (fin.isEmpty() && segment.is(Control.FIN)) {
                fin = Optional.of(segment.end() - 1);
            }
        }
    }

    private final Ends ends;
    private final Settings settings;
    private final Outgoing going;
    private Optional<Incoming> coming = Optional.empty();
    private boolean hasAsked;
    private boolean isOpen;
    private boolean isClosing;
    private boolean isFirstToClose;
    private boolean isOver;
    private boolean isReset;
    private Optional<Instant> end = Optional.empty();

    TcpConnection(Ends ends, int initialSequence, Settings settings) {
        this.ends = ends;
        this.settings = settings;
        going = new Outgoing(initialSequence);
    }

    @Override
    public State state() {
        if (isOver) {
            return State.CLOSED;
        }
        if (coming.isEmpty()) {
            return hasAsked ? State.SYN_SENT : State.LISTEN;
        }
        if (!isOpen) {
            return State.SYN_RECEIVED;
        }
        var isEnd = coming.get().isFinished();
        if (going.fin.isEmpty()) {
            return isEnd ? State.CLOSE_WAIT : State.ESTABLISHED;
        }
        if (!isFirstToClose) {
            return State.LAST_ACK;
        }
        return going.isFinished()
                ? isEnd ? State.TIME_WAIT : State.FIN_WAIT_2
                : isEnd ? State.CLOSING : State.FIN_WAIT_1;
    }

    @Override
    public String toString() {
        return ends + " " + state();
    }

    boolean isReset() {
        return isReset;
    }

    List<Segment> open(Instant now) {
        hasAsked = true;
        return List.of(going.first(Control.SYN, mss(), new byte[0], now));
    }

    private byte[] mss() {
        return ByteBuffer.allocate(4).put((byte) 2).put((byte) 4).putShort((short) settings.mss()).array();
    }

    int write(byte[] data, int offset, int length) {
        var taken = isClosing || isOver ? 0 : Math.min(length, settings.sendBuffer() - going.waiting.length);
        var all = new ByteArrayOutputStream();
        all.writeBytes(going.waiting);
        all.write(data, offset, taken);
        going.waiting = all.toByteArray();
        return taken;
    }

    byte[] read(int most) {
        return coming.map(in -> in.bytes.read(most)).orElse(new byte[0]);
    }

    int readable() {
        return coming.map(in -> in.bytes.readable()).orElse(0);
    }

    boolean isAtEnd() {
        return readable() == 0 && (isOver || coming.filter(Incoming::isFinished).isPresent());
    }

    void shutdownOutput() {
        isClosing = true;
    }

    List<Segment> flush(Instant now) {
        if (isOver || !isOpen) {
            return List.of();
        }
        var segments = sends(now);
        var in = coming.orElseThrow();
        var grown = in.bytes.window() - in.told;
        if (segments.isEmpty() && (grown >= settings.mss() || 2 * grown >= settings.receiveBuffer())) {
            return List.of(acknowledgment());
        }
        return segments;
    }

    private List<Segment> sends(Instant now) {
        var hadFinished = coming.filter(Incoming::isFinished).isPresent();
        var isNewFin = going.fin.isEmpty();
        var segments = going.sends(now);
        if (isNewFin && going.fin.isPresent()) {
            isFirstToClose = !hadFinished;
        }
        return segments;
    }

    List<Segment> abort() {
        var isToBeTold = List.of(State.SYN_RECEIVED, State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2,
                State.CLOSE_WAIT).contains(state());
        isOver = true;
        return isToBeTold ? List.of(says(going.next, Control.RST | Control.ACK, new byte[0], new byte[0])) : List.of();
    }

    @Override
    public Optional<Instant> alarm() {
        return isOver
                ? Optional.empty()
                : Stream.of(going.again.alarm(), going.askAt, end).flatMap(Optional::stream).min(Instant::compareTo);
    }

    @Override
    public List<Segment> tick(Instant now) {
        if (isOver || end.filter(at -> !now.isBefore(at)).isPresent()) {
            isOver = true;
            return List.of();
        }
        var repeated = going.again.tick(now).stream().map(this::again).toList();
        if (going.again.isGivenUp()) {
            return ends();
        }
        return Stream.concat(repeated.stream(), going.asks(now).stream()).toList();
    }

    private List<Segment> ends() {
        isOver = true;
        isReset = true;
        return List.of();
    }

    private Segment again(Segment segment) {
        return says(segment.header().sequence(),
                segment.header().control() | (coming.isPresent() ? Control.ACK : 0), segment.header().options(),
                segment.data());
    }

    @Override
    public List<Segment> on(Segment segment, Instant now) {
        if (isOver) {
            return List.of();
        }
        if (coming.isEmpty()) {
            return hasAsked ? answered(segment, now) : asked(segment, now);
        }
        var in = coming.get();
        if (!in.accepts(segment)) {
            if (segment.is(Control.FIN) && state() == State.TIME_WAIT) {
                waits(now);
            }
            return segment.is(Control.RST) ? List.of() : notTaken(segment);
        }
        if (segment.is(Control.RST)) {
            return segment.header().sequence() == in.next() ? ends() : List.of(acknowledgment());
        }
        if (segment.is(Control.SYN)) {
            return notTaken(segment);
        }
        if (!segment.is(Control.ACK)) {
            return List.of();
        }
        if (segment.header().acknowledgment() - going.next > 0
                || !isOpen && segment.header().acknowledgment() - going.arrived <= 0) {
            return List.of(isOpen ? acknowledgment() : Resets.to(segment));
        }
        isOpen = true;
        going.hears(segment.header(), now);
        if (going.isFinished() && !isFirstToClose) {
            isOver = true;
            return List.of();
        }
        in.takes(segment);
        if (state() == State.TIME_WAIT && end.isEmpty()) {
            waits(now);
        }
        var segments = sends(now);
        return segments.isEmpty() && segment.length() > 0 ? List.of(acknowledgment()) : segments;
    }

    private void waits(Instant now) {
        end = Optional.of(now.plus(settings.lifetime()).plus(settings.lifetime()));
    }

    private List<Segment> notTaken(Segment segment) {
        return !isOpen && segment.is(Control.SYN) && !segment.is(Control.ACK)
                && segment.header().sequence() + 1 == coming.orElseThrow().next()
                ? going.again.repeatFirst().stream().map(this::again).toList()
                : List.of(acknowledgment());
    }

    private List<Segment> asked(Segment segment, Instant now) {
        if (segment.is(Control.RST)) {
            return List.of();
        }
        if (segment.is(Control.ACK)) {
            return List.of(Resets.to(segment));
        }
        if (!segment.is(Control.SYN)) {
            return List.of();
        }
        begins(segment);
        return List.of(going.first(Control.SYN | Control.ACK, mss(), new byte[0], now));
    }

    private List<Segment> answered(Segment segment, Instant now) {
        if (segment.is(Control.ACK) && segment.header().acknowledgment() != going.next) {
            return segment.is(Control.RST) ? List.of() : List.of(Resets.to(segment));
        }
        if (segment.is(Control.RST)) {
            return segment.is(Control.ACK) ? ends() : List.of();
        }
        if (!segment.is(Control.SYN)) {
            return List.of();
        }
        begins(segment);
        if (!segment.is(Control.ACK)) {
            return going.again.repeatFirst().stream().map(this::again).toList();
        }
        isOpen = true;
        going.hears(segment.header(), now);
        var segments = sends(now);
        return segments.isEmpty() ? List.of(acknowledgment()) : segments;
    }

    private void begins(Segment syn) {
        coming = Optional.of(new Incoming(syn.header().sequence() + 1));
        going.toldBySequence = syn.header().sequence();
        going.toldByAcknowledgment = going.arrived;
        try {
            for (var option : TcpOptions.parse(ByteBuffer.wrap(syn.header().options()))) {
                if (option instanceof TcpOption.Mss(var bytes) && bytes != 0) {
                    going.mss = bytes;
                }
            }
        } catch (IllegalArgumentException e) {
            // Whoever writes such options has not said anything in them.
        }
        going.mss = Math.min(going.mss, settings.mss());
    }

    private Segment acknowledgment() {
        return says(going.next, Control.ACK, new byte[0], new byte[0]);
    }

    private Segment says(int sequence, int control, byte[] options, byte[] data) {
        coming.ifPresent(in -> in.told = in.bytes.window());
        return ends.segment(sequence, (control & Control.ACK) == 0 ? 0 : coming.map(Incoming::next).orElse(0), control,
                Math.min(coming.map(in -> in.bytes.window()).orElse(settings.receiveBuffer()), 65_535), options, data);
    }
}
