package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Transcript;

/// Plays the other side of a connection, and notes what both say.
final class Talk {
    static final Ends ENDS = new Ends(address("10.77.0.2"), 40_000, address("10.77.0.1"), 80);
    static final int OURS = 1_000;
    static final int THEIRS = 5_000;
    static final Instant BEGINNING = Instant.EPOCH;
    private static final byte[] NOTHING = {};

    private final Transcript transcript = new Transcript();
    private final Machine machine;

    /// @param beginning how the test describes it
    Talk(String beginning, Supplier<Machine> machine) {
        transcript.test(beginning);
        this.machine = Call.of(transcript, machine::get).value();
    }

    static Inet4Address address(String text) {
        try {
            return (Inet4Address) InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    Transcript transcript() {
        return transcript;
    }

    Check check() {
        return Check.of(transcript);
    }

    // What the other side sends

    static Segment theirs(int control, int sequence, int acknowledgment) {
        return theirs(control, sequence, acknowledgment, "");
    }

    static Segment theirs(int control, int sequence, int acknowledgment, String data) {
        return theirs(control, sequence, acknowledgment, 0xffff, data);
    }

    static Segment theirs(int control, int sequence, int acknowledgment, int window, String data) {
        return new Segment(ENDS.remote(), ENDS.local(), new TcpHeader(ENDS.remotePort(), ENDS.localPort(), sequence,
                acknowledgment, control, window, 0, 0, NOTHING), data.getBytes(US_ASCII));
    }

    /// What is said to this segment.
    Said hears(Segment segment) {
        return hears(segment, BEGINNING);
    }

    Said hears(Segment segment, Instant now) {
        var window = segment.header().window();
        transcript.test(
                "sent you " + text(segment) + options(segment)
                        + (window == 0xffff || segment.is(Control.RST) ? "" : " win " + window));
        return says(() -> machine.on(segment, now));
    }

    /// What is said by itself.
    Said says(Callable<List<Segment>> action) {
        var said = Call.of(transcript, action)
                .whenReturnedNull("null was returned: who has nothing to say returns an empty list")
                .whenThrew(RuntimeException.class,
                        "whatever the other side sends, and whenever: an exception out of here ends the thread that carries all "
                                + "connections")
                .value();
        said.forEach(segment -> transcript.you("sent " + text(segment) + options(segment)));
        return new Said(said);
    }

    Talk isIn(State state, String likely) {
        check().likelyIf(!likely.isEmpty(), likely)
                .that("as the state", Call.of(transcript, machine::state).value())
                .is(state);
        return this;
    }

    /// What the answer has sent at one time.
    final class Said {
        private final List<Segment> segments;

        private Said(List<Segment> segments) {
            this.segments = List.copyOf(segments);
        }

        List<Segment> segments() {
            return segments;
        }

        boolean is(String expected) {
            return text(segments).equals(expected);
        }

        Check check() {
            return Talk.this.check();
        }

        /// @param expected segments as [#text] shows them
        void mustBe(Check check, String... expected) {
            check.that("sent", text(segments)).is(expected.length == 0 ? "nothing" : String.join("; ", expected));
        }
    }

    // In words

    static String text(List<Segment> segments) {
        return segments.isEmpty() ? "nothing" : String.join("; ", segments.stream().map(Talk::text).toList());
    }

    /// `SYN,ACK seq 5000 ack 1001`, and the data if there is any.
    static String text(Segment segment) {
        var header = segment.header();
        return Control.names(header.control()) + " seq " + Integer.toUnsignedString(header.sequence())
                + (segment.is(Control.ACK) ? " ack " + Integer.toUnsignedString(header.acknowledgment()) : "")
                + (segment.data().length == 0
                        ? ""
                        : segment.data().length <= 12
                                ? " data " + new String(segment.data(), US_ASCII).replace("\r\n", "|")
                                : " data of " + segment.data().length);
    }

    /// ` mss 700`, or the bytes.
    private static String options(Segment segment) {
        var bytes = segment.header().options();
        return bytes.length == 0
                ? ""
                : bytes.length == 4 && bytes[0] == 2 && bytes[1] == 4
                        ? " mss " + ((bytes[2] & 0xff) << 8 | bytes[3] & 0xff)
                        : " options " + HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
