package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static workbook.rawtcp.Control.ACK;
import static workbook.rawtcp.Control.SYN;
import static workbook.rawtcp.Talk.ENDS;
import static workbook.rawtcp.Talk.OURS;
import static workbook.rawtcp.Talk.THEIRS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import workbook.testkit.Call;

/// A connection, and the other side of it, which says what the test wants.
final class TcpScene {
    static final Settings SETTINGS = new Settings(1_000, 4_000, 10_000, Duration.ofMillis(200), 3,
            Duration.ofSeconds(5));
    static final byte[] NOTHING = {};
    static final byte[] MSS_700 = {2, 4, 700 >> 8, (byte) 700};

    private static final Instant LONG_AFTER = Instant.EPOCH.plus(Duration.ofDays(20 * 365));
    private static final String OWN_CLOCK = "that is the time of today: is it from a clock of your own? The time is the one that "
            + "is handed in, and begins in 1970 here";

    final TcpConnection tcp;
    final Talk talk;
    Instant now = Instant.EPOCH;
    List<Segment> said = List.of();

    TcpScene() {
        this(SETTINGS);
    }

    TcpScene(Settings settings) {
        this(settings, OURS);
    }

    TcpScene(Settings settings, int ours) {
        tcp = Call.of(() -> new TcpConnection(ENDS, ours, settings)).value();
        talk = new Talk("began at " + Integer.toUnsignedString(ours) + ", with an mss of " + settings.mss()
                + ", a receive buffer of "
                + settings.receiveBuffer() + ", and a shortest timeout of " + settings.shortestTimeout().toMillis()
                + " ms", () -> tcp);
    }

    static Segment theirs(int control, int sequence, int acknowledgment, int window, byte[] options, String data) {
        return new Segment(ENDS.remote(), ENDS.local(), new TcpHeader(ENDS.remotePort(), ENDS.localPort(), sequence,
                acknowledgment, control, window, 0, 0, options), data.getBytes(US_ASCII));
    }

    static Segment reset(int control, int sequence, int acknowledgment) {
        return theirs(control, sequence, acknowledgment, 0, NOTHING, "");
    }

    TcpScene hears(int control, int sequence, int acknowledgment, int window, String data) {
        return hears(theirs(control, sequence, acknowledgment, window, NOTHING, data));
    }

    TcpScene hears(int control, int sequence, int acknowledgment, String data) {
        return hears(control, sequence, acknowledgment, 0xffff, data);
    }

    TcpScene hears(Segment segment) {
        said = talk.hears(segment, now).segments();
        return this;
    }

    /// Opened by the other side, which has said that it takes 700 bytes in a segment.
    TcpScene opened(int window) {
        hears(theirs(SYN, THEIRS, 0, window, MSS_700, ""));
        hears(ACK, THEIRS + 1, OURS + 1, window, "");
        return isIn(State.ESTABLISHED, "");
    }

    /// Opened from this side, as far as the SYN.
    TcpScene opens() {
        talk.transcript().test("called open");
        said = talk.says(() -> tcp.open(now)).segments();
        return this;
    }

    TcpScene at(long millis) {
        now = Instant.EPOCH.plusMillis(millis);
        return this;
    }

    TcpScene writes(int count) {
        return writes("x".repeat(count));
    }

    TcpScene writes(String text) {
        var bytes = text.getBytes(US_ASCII);
        talk.transcript().test("wrote " + (bytes.length > 12 ? bytes.length + " bytes" : text));
        var taken = Call.of(talk.transcript(), () -> tcp.write(bytes, 0, bytes.length)).value();
        talk.check().that("bytes taken", taken).is(bytes.length);
        return flushes();
    }

    TcpScene flushes() {
        talk.transcript().test("called flush");
        said = talk.says(() -> tcp.flush(now)).segments();
        return this;
    }

    TcpScene aborts() {
        talk.transcript().test("called abort");
        said = talk.says(tcp::abort).segments();
        return this;
    }

    TcpScene shutsDown() {
        talk.transcript().test("called shutdownOutput");
        Call.doing(talk.transcript(), tcp::shutdownOutput).completes();
        return flushes();
    }

    TcpScene ticks() {
        talk.transcript().test("called tick at " + inMillis(now) + " ms");
        said = talk.says(() -> tcp.tick(now)).segments();
        return this;
    }

    /// Lets time pass until its alarm, and ticks.
    TcpScene ticksAtItsAlarm(String likely) {
        var alarm = Call.of(talk.transcript(), tcp::alarm).value();
        talk.check().likely(likely).holds(alarm.isPresent(), "an alarm", "none");
        isOfNow(alarm.get());
        now = alarm.get();
        return ticks();
    }

    private void isOfNow(Instant alarm) {
        talk.check().likely(OWN_CLOCK).holds(alarm.isBefore(LONG_AFTER), "an alarm of these days", "one at " + alarm);
    }

    /// As [Optional#empty] if there is to be none.
    TcpScene hasNoAlarm(String likely) {
        return is("as the alarm", Call.of(talk.transcript(), tcp::alarm).value().map(this::inMillis), Optional.empty(),
                likely);
    }

    /// To the millisecond: measurements may be rounded.
    TcpScene hasAlarm(long millis, String likely) {
        var alarm = Call.of(talk.transcript(), tcp::alarm).value();
        alarm.ifPresent(this::isOfNow);
        var isThen = alarm.filter(at -> Math.abs(inMillis(at) - millis) <= 1).isPresent();
        talk.check()
                .likely(likely)
                .holds(isThen, "an alarm at " + millis + " ms",
                        alarm.map(at -> "one at " + inMillis(at) + " ms").orElse("none"));
        return this;
    }

    private long inMillis(Instant at) {
        return Duration.between(Instant.EPOCH, at).toMillis();
    }

    /// Reads so many, of which there are more.
    TcpScene takesOut(int count) {
        talk.transcript().test("read " + count + " bytes");
        var bytes = Call.of(talk.transcript(), () -> tcp.read(count)).value();
        talk.check().that("bytes read", bytes.length).is(count);
        return this;
    }

    TcpScene reads(String expected, String likely) {
        var bytes = Call.of(talk.transcript(), () -> tcp.read(10_000)).value();
        talk.check()
                .likelyIf(!likely.isEmpty(), likely)
                .that("read", shown(new String(bytes, US_ASCII)))
                .is(shown(expected));
        return this;
    }

    private static String shown(List<Integer> sizes) {
        return sizes.size() > 8 ? sizes.subList(0, 8) + " and so on, " + sizes.size() + " in all" : sizes.toString();
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.length() + " bytes" : text;
    }

    /// Exactly these, as [Talk#text] shows them.
    TcpScene sends(String likely, String... expected) {
        talk.check()
                .likelyIf(!likely.isEmpty(), likely)
                .that("sent", Talk.text(said))
                .is(expected.length == 0 ? "nothing" : String.join("; ", expected));
        return this;
    }

    /// Bytes of data in each segment of what was sent.
    TcpScene sendsPieces(String likely, Integer... sizes) {
        var found = said.stream().map(segment -> segment.data().length).filter(size -> size > 0).toList();
        talk.check()
                .likelyIf(!likely.isEmpty(), likely)
                .holds(found.equals(List.of(sizes)), "segments with " + shown(List.of(sizes)) + " bytes of data",
                        "segments with " + shown(found));
        return this;
    }

    /// Its last word acknowledges up to there.
    TcpScene acknowledges(int number, String likely) {
        talk.check()
                .likelyIf(!likely.isEmpty(), likely)
                .that("as the last acknowledgment", said.isEmpty() || !said.getLast().is(ACK)
                        ? "none"
                        : Integer.toUnsignedString(said.getLast().header().acknowledgment()))
                .is(Integer.toUnsignedString(number));
        return this;
    }

    TcpScene tellsOf(int window, String likely) {
        talk.check()
                .likely(likely)
                .that("as the window", said.isEmpty()
                        ? "none said"
                        : Integer.toString(said.getLast().header().window()))
                .is(Integer.toString(window));
        return this;
    }

    TcpScene isIn(State state, String likely) {
        talk.isIn(state, likely);
        return this;
    }

    TcpScene isReset(boolean expected, String likely) {
        return is("from isReset", Call.of(talk.transcript(), tcp::isReset).value(), expected, likely);
    }

    TcpScene isAtEnd(boolean expected, String likely) {
        return is("from isAtEnd", Call.of(talk.transcript(), tcp::isAtEnd).value(), expected, likely);
    }

    TcpScene is(String what, Object actual, Object expected, String likely) {
        talk.check().likelyIf(!likely.isEmpty(), likely).that(what, actual).is(expected);
        return this;
    }
}
