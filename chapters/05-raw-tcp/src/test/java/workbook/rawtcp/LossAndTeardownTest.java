package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static workbook.rawtcp.Control.ACK;
import static workbook.rawtcp.Control.FIN;
import static workbook.rawtcp.Control.PSH;
import static workbook.rawtcp.Control.RST;
import static workbook.rawtcp.Control.SYN;
import static workbook.rawtcp.Talk.ENDS;
import static workbook.rawtcp.Talk.OURS;
import static workbook.rawtcp.Talk.THEIRS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import workbook.kit.Connection;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class LossAndTeardownTest {
    private static final Settings SETTINGS = new Settings(1_000, 4_000, 10_000, Duration.ofMillis(200), 3,
            Duration.ofSeconds(5));
    private static final byte[] NOTHING = {};
    private static final byte[] MSS_700 = {2, 4, 700 >> 8, (byte) 700};

    private static final String FOR_EVER = "nothing is under way, nobody has an alarm, and both wait for the other: for ever";

    /// A connection, and the other side of it, which says what the test wants.
    private static final class Scene {
        final TcpConnection tcp;
        final Talk talk;
        private Instant now = Instant.EPOCH;
        private int next = OURS + 1;
        private List<Segment> said = List.of();

        Scene() {
            this(SETTINGS);
        }

        Scene(Settings settings) {
            this(settings, OURS);
        }

        Scene(Settings settings, int ours) {
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

        Scene hears(int control, int sequence, int acknowledgment, int window, String data) {
            return hears(theirs(control, sequence, acknowledgment, window, NOTHING, data));
        }

        Scene hears(int control, int sequence, int acknowledgment, String data) {
            return hears(control, sequence, acknowledgment, 0xffff, data);
        }

        Scene hears(Segment segment) {
            said = talk.hears(segment, now).segments();
            return this;
        }

        /// Opened by the other side, which has said that it takes 700 bytes in a segment.
        Scene opened(int window) {
            hears(theirs(SYN, THEIRS, 0, window, MSS_700, ""));
            hears(ACK, THEIRS + 1, OURS + 1, window, "");
            return isIn(State.ESTABLISHED, "");
        }

        Scene at(long millis) {
            now = Instant.EPOCH.plusMillis(millis);
            return this;
        }

        Scene writes(int count) {
            return writes("x".repeat(count));
        }

        Scene writes(String text) {
            var bytes = text.getBytes(US_ASCII);
            talk.transcript().test("wrote " + (bytes.length > 12 ? bytes.length + " bytes" : text));
            var taken = Call.of(talk.transcript(), () -> tcp.write(bytes, 0, bytes.length)).value();
            talk.check().that("bytes taken", taken).is(bytes.length);
            return flushes();
        }

        Scene flushes() {
            talk.transcript().test("called flush");
            said = talk.says(() -> tcp.flush(now)).segments();
            return this;
        }

        Scene shutsDown() {
            talk.transcript().test("called shutdownOutput");
            Call.doing(talk.transcript(), tcp::shutdownOutput).completes();
            return flushes();
        }

        Scene ticks() {
            talk.transcript().test("called tick at " + Duration.between(Instant.EPOCH, now).toMillis() + " ms");
            said = talk.says(() -> tcp.tick(now)).segments();
            return this;
        }

        /// Lets time pass until its alarm, and ticks.
        Scene ticksAtItsAlarm(String likely) {
            var alarm = Call.of(talk.transcript(), tcp::alarm).value();
            talk.check().likely(likely).holds(alarm.isPresent(), "an alarm", "none");
            now = alarm.get();
            return ticks();
        }

        Scene reads(String expected, String likely) {
            var bytes = Call.of(talk.transcript(), () -> tcp.read(10_000)).value();
            talk.check()
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("read", shown(new String(bytes, US_ASCII)))
                    .is(shown(expected));
            return this;
        }

        private static String shown(String text) {
            return text.length() > 40 ? text.length() + " bytes" : text;
        }

        /// Exactly these, as [Talk#text] shows them.
        Scene sends(String likely, String... expected) {
            talk.check()
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("sent", Talk.text(said))
                    .is(expected.length == 0 ? "nothing" : String.join("; ", expected));
            return this;
        }

        /// Bytes of data in each segment of what was sent.
        Scene sendsPieces(String likely, Integer... sizes) {
            talk.check()
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("bytes of data in the segments sent", said.stream()
                            .map(segment -> segment.data().length)
                            .filter(size -> size > 0)
                            .toList())
                    .is(List.of(sizes));
            return this;
        }

        /// Its last word acknowledges up to there.
        Scene acknowledges(int number, String likely) {
            talk.check()
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("as the last acknowledgment", said.isEmpty() || !said.getLast().is(ACK)
                            ? "none"
                            : Integer.toUnsignedString(said.getLast().header().acknowledgment()))
                    .is(Integer.toUnsignedString(number));
            return this;
        }

        Scene tellsOf(int window, String likely) {
            talk.check()
                    .likely(likely)
                    .that("as the window", said.isEmpty()
                            ? "none said"
                            : Integer.toString(said.getLast().header().window()))
                    .is(Integer.toString(window));
            return this;
        }

        Scene isIn(State state, String likely) {
            talk.isIn(state, likely);
            return this;
        }

        Scene is(String what, Object actual, Object expected, String likely) {
            talk.check().likelyIf(!likely.isEmpty(), likely).that(what, actual).is(expected);
            return this;
        }
    }

    // It opens

    @Test
    void opens_and_says_how_much_it_takes_in_a_segment() {
        var scene = new Scene();
        scene.said = scene.talk.says(() -> scene.tcp.open(Instant.EPOCH)).segments();
        scene.sends("", "SYN seq 1000").isIn(State.SYN_SENT, "");
        hasMss(scene, "a SYN says in an option how much its side takes in a segment; who says nothing gets 536 bytes");
        scene.hears(SYN | ACK, THEIRS, OURS + 1, "").sends("", "ACK seq 1001 ack 5001").isIn(State.ESTABLISHED, "");
        var other = new Scene().hears(SYN, THEIRS, 0, "").sends("", "SYN,ACK seq 1000 ack 5001");
        hasMss(other, "a SYN says in an option how much its side takes in a segment; who says nothing gets 536 bytes");
        other.hears(ACK, THEIRS + 1, OURS + 1, "").sends("").isIn(State.ESTABLISHED, "");
    }

    private static void hasMss(Scene scene, String likely) {
        var options = TcpOptions.parse(ByteBuffer.wrap(scene.said.getFirst().header().options()));
        scene.is("as the options", options.stream().filter(TcpOption.Mss.class::isInstance).toList(),
                List.of(new TcpOption.Mss(1_000)), likely);
    }

    // RFC 9293, 3.5, figure 8.
    @Test
    void opens_when_both_do_so_at_once() {
        var scene = new Scene();
        scene.talk.says(() -> scene.tcp.open(Instant.EPOCH));
        scene.hears(SYN, THEIRS, 0, "")
                .sends("both have said SYN, and neither has heard an answer: each answers the other's",
                        "SYN,ACK seq 1000 ack 5001");
        scene.isIn(State.SYN_RECEIVED, "its own SYN is not acknowledged yet");
        scene.hears(SYN | ACK, THEIRS, OURS + 1, "");
        scene.hears(ACK, THEIRS + 1, OURS + 1, "").isIn(State.ESTABLISHED, "");
    }

    @Test
    void is_refused() {
        var scene = new Scene();
        scene.talk.says(() -> scene.tcp.open(Instant.EPOCH));
        scene.hears(RST | ACK, 0, OURS + 1, "").sends("").isIn(State.CLOSED, "");
        scene.is("from isReset", scene.tcp.isReset(), true, "whoever waits for it to open has to be told");
    }

    // Data

    @Test
    void sends_pieces_that_the_other_side_takes() {
        new Scene().opened(10_000)
                .writes(1_750)
                .sendsPieces("the other side takes 700 bytes in a segment, and said so in its SYN",
                        700, 700, 350);
        var silent = new Scene().hears(SYN, THEIRS, 0, "").hears(ACK, THEIRS + 1, OURS + 1, "");
        silent.writes(1_100).sendsPieces("the other side has not said what it takes, and that means 536", 536, 536, 28);
    }

    @Test
    void stays_within_the_window() {
        var scene = new Scene().opened(1_400)
                .writes(2_100)
                .sendsPieces("more than the window is under way, or less than it allows",
                        700, 700);
        scene.hears(ACK, THEIRS + 1, OURS + 701, 1_400, "")
                .sendsPieces("700 bytes have arrived, and so there is room for 700",
                        700);
        scene.hears(ACK, THEIRS + 1, OURS + 2_101, 1_400, "").sends("all has arrived");
    }

    @Test
    void believes_no_window_of_an_older_segment() {
        var scene = new Scene().opened(1_400).writes(2_800);
        scene.hears(ACK, THEIRS + 1, OURS + 1_401, 1_400, "").sendsPieces("", 700, 700);
        scene.hears(ACK, THEIRS + 1, OURS + 701, 0, "");
        scene.writes(700).hears(ACK, THEIRS + 1, OURS + 2_801, 1_400, "");
        scene.sendsPieces("", 700);
        var late = new Scene().opened(1_400);
        late.hears(ACK | PSH, THEIRS + 11, OURS + 1, 1_400, "later");
        late.hears(ACK | PSH, THEIRS + 1, OURS + 1, 0, "earlier...");
        late.writes(1_400)
                .sendsPieces(
                        "this segment was sent before the one that came before it, and its window was another one: "
                                + "the window is that of the segment with the latest number",
                        700, 700);
    }

    @Test
    void takes_the_window_wherever_the_numbers_begin() {
        for (var ours : List.of(OURS, Integer.MIN_VALUE + OURS)) {
            for (var theirs : List.of(THEIRS, Integer.MIN_VALUE + THEIRS)) {
                var passive = new Scene(SETTINGS, ours);
                passive.hears(Scene.theirs(SYN, theirs, 0, 700, MSS_700, ""));
                grows(passive, theirs, ours);
                var active = new Scene(SETTINGS, ours);
                active.said = active.talk.says(() -> active.tcp.open(Instant.EPOCH)).segments();
                active.hears(Scene.theirs(SYN | ACK, theirs, ours + 1, 700, MSS_700, ""));
                grows(active, theirs, ours);
            }
        }
    }

    /// A window of 1,400, and then one of 2,100, with no other number in it that is new.
    private static void grows(Scene scene, int theirs, int ours) {
        scene.hears(ACK, theirs + 1, ours + 1, 1_400, "").hears(ACK, theirs + 1, ours + 1, 2_100, "");
        scene.writes(2_800)
                .sendsPieces(
                        "nothing has said a window before the first segments, and 0 is no number of theirs: half of all "
                                + "numbers come before it",
                        700, 700, 700);
    }

    @Test
    void takes_what_comes_in_any_order() {
        var scene = new Scene().opened(1_000);
        scene.hears(ACK | PSH, THEIRS + 6, OURS + 1, "world")
                .acknowledges(THEIRS + 1, "something is missing in front of it");
        scene.reads("", "");
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello")
                .acknowledges(THEIRS + 11, "what came early has been kept");
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello")
                .acknowledges(THEIRS + 11, "it was there already: the "
                        + "acknowledgment was lost, perhaps");
        scene.is("as readable", scene.tcp.readable(), 10, "").reads("helloworld", "");
    }

    @Test
    void tells_how_much_room_there_is() {
        var scene = new Scene().opened(1_000).hears(ACK, THEIRS + 1, OURS + 1, "y".repeat(1_000));
        scene.tellsOf(3_000, "what nobody has read takes room");
        for (var i = 1; i < 4; i++) {
            scene.hears(ACK, THEIRS + 1 + 1_000 * i, OURS + 1, "y".repeat(1_000));
        }
        scene.tellsOf(0, "all of the buffer is full");
        scene.hears(ACK, THEIRS + 4_001, OURS + 1, "more")
                .acknowledges(THEIRS + 4_001, "there is no room for this, and the sender "
                        + "is told so");
        scene.reads("y".repeat(4_000), "").flushes();
        scene.tellsOf(4_000,
                "there is room again, and the other side waits to hear of it: it does not send anything that you "
                        + "could answer");
    }

    @Test
    void takes_no_more_than_it_may_keep() {
        var scene = new Scene().opened(0);
        scene.writes(10_000);
        var taken = Call.of(scene.talk.transcript(), () -> scene.tcp.write(new byte[500], 0, 500)).value();
        scene.is("bytes taken of 500 more", taken, 0, "the send buffer is 10,000 bytes, and they all wait");
    }

    @Test
    void asks_again_whether_the_window_is_shut() {
        var scene = new Scene().opened(0).writes(700).sends("the window is shut");
        var likely = "the segment that opens the window may be lost, and it is not sent again: whoever has something to say has to "
                + "ask, or both wait for ever";
        scene.ticksAtItsAlarm(likely);
        scene.is("segments sent", scene.said.size(), 1, likely);
        scene.is("numbers that are new to the other side", scene.said.getFirst().end() - scene.next > 1, false,
                "one byte at most goes beyond the window");
        var times = new ArrayList<Instant>();
        for (var i = 0; i < 3; i++) {
            times.add(scene.now);
            scene.hears(ACK, THEIRS + 1, OURS + 1, 0, "");
            scene.ticksAtItsAlarm(likely);
            scene.is("segments sent", scene.said.size(), 1, "it asks again and again");
        }
        var earlier = Duration.between(times.get(1), times.get(2));
        var later = Duration.between(times.get(2), scene.now);
        scene.talk.check()
                .likely("it asks less and less often")
                .holds(later.compareTo(earlier.multipliedBy(3).dividedBy(2)) > 0,
                        "a longer time before each question",
                        "after " + earlier.toMillis() + " ms, and " + later.toMillis()
                                + " ms later");
        var before = scene.said.getFirst().end() - OURS - 1;
        scene.hears(ACK, THEIRS + 1, OURS + 1 + Math.max(0, before), 1_400, "");
        scene.sendsPieces("now there is room", 700 - Math.max(0, before));
    }

    @Test
    void believes_no_acknowledgment_of_what_it_has_not_sent() {
        var scene = new Scene().opened(1_000).writes(100);
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 5_000, "hello")
                .acknowledges(THEIRS + 1, "whoever acknowledges what was not sent "
                        + "is not the other side: an acknowledgment, and nothing of it is taken");
        scene.reads("", "nothing of such a segment is taken");
    }

    // What gets lost

    @Test
    void sends_again_what_got_lost() {
        var scene = new Scene();
        scene.talk.says(() -> scene.tcp.open(Instant.EPOCH));
        scene.ticksAtItsAlarm("a SYN can be lost").sends("a SYN can be lost", "SYN seq 1000");
        scene.hears(Scene.theirs(SYN | ACK, THEIRS, OURS + 1, 10_000, MSS_700, ""));
        scene.writes("hello").ticksAtItsAlarm("data can be lost").sendsPieces("data can be lost", 5);
        scene.hears(ACK, THEIRS + 1, OURS + 6, "").shutsDown();
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 6, "hi").ticksAtItsAlarm("FIN can be lost");
        scene.is("the segment sent again", Talk.text(scene.said), "FIN,ACK seq 1006 ack 5003",
                "what is sent again carries the acknowledgment of now");
        var other = new Scene().hears(SYN, THEIRS, 0, "");
        other.ticksAtItsAlarm("a SYN,ACK can be lost").sends("", "SYN,ACK seq 1000 ack 5001");
        other.hears(SYN, THEIRS, 0, "")
                .sends("their SYN comes again: the answer was lost", "SYN,ACK seq 1000 ack 5001");
    }

    @Test
    void gives_up_when_nobody_answers() {
        var scene = new Scene().opened(1_000).writes("hello");
        for (var i = 0; i < 3; i++) {
            scene.ticksAtItsAlarm("").sendsPieces("", 5);
        }
        scene.ticksAtItsAlarm("").sends("").isIn(State.CLOSED, "three repeats are all that the settings allow");
        scene.is("from isReset", scene.tcp.isReset(), true, "whoever writes and reads has to be told");
        scene.is("as the alarm", scene.tcp.alarm(), java.util.Optional.empty(),
                "it is over, and wants nothing any more");
    }

    // The end

    @Test
    void finishes_behind_its_data() {
        var scene = new Scene().opened(700).writes(1_400).shutsDown().sends("not all of the data has been sent");
        scene.isIn(State.ESTABLISHED, "FIN has not been sent yet");
        scene.hears(ACK, THEIRS + 1, OURS + 701, 700, "");
        scene.sendsPieces("", 700);
        scene.is("as the end of what was sent", scene.said.getLast().end(), OURS + 1 + 1_400 + 1,
                "FIN stands behind the last byte");
        scene.isIn(State.FIN_WAIT_1, "");
        scene.hears(ACK, THEIRS + 1, OURS + 1_401, "").isIn(State.FIN_WAIT_1, "the data has arrived, and FIN has not");
        scene.hears(ACK, THEIRS + 1, OURS + 1_402, "").isIn(State.FIN_WAIT_2, "");
    }

    /// Closed from this side first, and in TIME_WAIT.
    private static Scene waiting() {
        var scene = new Scene().opened(1_000).shutsDown().hears(ACK, THEIRS + 1, OURS + 2, "");
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 2, "bye")
                .acknowledges(THEIRS + 4, "the other side may go on for as long as it "
                        + "likes");
        scene.hears(FIN | ACK, THEIRS + 4, OURS + 2, "").acknowledges(THEIRS + 5, "").isIn(State.TIME_WAIT, "");
        scene.reads("bye", "");
        scene.is("from isAtEnd", scene.tcp.isAtEnd(), true, "FIN has come, and all was read");
        return scene;
    }

    @Test
    void waits_for_late_ones_before_it_is_over() {
        var scene = waiting();
        scene.at(9_999).ticks().isIn(State.TIME_WAIT, "twice five seconds are not over");
        scene.hears(FIN | ACK, THEIRS + 4, OURS + 2, "")
                .acknowledges(THEIRS + 5, "their FIN comes again, since the acknowledgment "
                        + "was lost, and is acknowledged again; who is gone by now answers with a reset");
        scene.at(15_000).ticks().isIn(State.TIME_WAIT, "with the FIN that came again, the time begins again");
        scene.ticksAtItsAlarm("TIME_WAIT ends by itself, and needs an alarm for that");
        scene.at(20_000).ticks().isIn(State.CLOSED, "it was ten seconds ago that FIN came last");
        scene.is("from isReset", scene.tcp.isReset(), false, "it has come to a good end");
    }

    @Test
    void answers_late_data_with_an_acknowledgment() {
        var scene = waiting();
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 2, "bye")
                .acknowledges(THEIRS + 5, "it comes late, and it was there already: an "
                        + "acknowledgment says so, while a reset would end what the other side still believes in");
        scene.isIn(State.TIME_WAIT, "");
    }

    @Test
    void is_closed_by_the_other_side_first() {
        var scene = new Scene().opened(1_000)
                .hears(FIN | ACK, THEIRS + 1, OURS + 1, "hello")
                .acknowledges(THEIRS + 7, "");
        scene.isIn(State.CLOSE_WAIT, "their FIN ends one direction, and this side has not finished")
                .is("from isAtEnd", scene.tcp.isAtEnd(), false, "there is something to be read yet");
        scene.reads("hello", "").is("from isAtEnd", scene.tcp.isAtEnd(), true, "");
        scene.writes("bye").sendsPieces("their FIN ends one direction, and this is the other one", 3);
        scene.shutsDown().isIn(State.LAST_ACK, "");
        scene.hears(ACK, THEIRS + 7, OURS + 4, "").isIn(State.LAST_ACK, "FIN is not acknowledged yet");
        scene.hears(ACK, THEIRS + 7, OURS + 5, "").isIn(State.CLOSED, "");
    }

    @Test
    void closes_when_both_do_so_at_once() {
        var scene = new Scene().opened(1_000).shutsDown().hears(FIN | ACK, THEIRS + 1, OURS + 1, "");
        scene.acknowledges(THEIRS + 2, "").isIn(State.CLOSING, "");
        scene.hears(ACK, THEIRS + 2, OURS + 2, "").isIn(State.TIME_WAIT, "");
    }

    @Test
    void waits_for_what_is_in_front_of_fin() {
        var scene = new Scene().opened(1_000).hears(FIN | ACK, THEIRS + 6, OURS + 1, "world");
        var early = "FIN has come too early: something in front of it is missing";
        scene.acknowledges(THEIRS + 1, early).isIn(State.ESTABLISHED, early);
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello")
                .acknowledges(THEIRS + 12, "FIN came before, and counts now");
        scene.isIn(State.CLOSE_WAIT, "FIN came before, and counts now").reads("helloworld", "");
    }

    // Resets

    @Test
    void believes_a_reset_with_the_next_number_only() {
        new Scene().opened(1_000)
                .hears(RST, THEIRS + 500, 0, "")
                .isIn(State.ESTABLISHED, "")
                .acknowledges(THEIRS + 1,
                        "it lies in the window: if it is from the other side, that will say it again with the "
                                + "right number, which it learns from an acknowledgment (RFC 5961, 3.2)")
                .hears(RST, THEIRS + 50_000, 0, "")
                .sends("it lies outside of the window")
                .isIn(State.ESTABLISHED, "");
        var scene = new Scene().opened(1_000).hears(RST, THEIRS + 1, 0, "").sends("").isIn(State.CLOSED, "");
        scene.is("from isReset", scene.tcp.isReset(), true, "");
    }

    @Test
    void wants_nothing_when_it_is_over() {
        var scene = new Scene().opened(1_000).writes("hello").hears(RST, THEIRS + 1, 0, "").isIn(State.CLOSED, "");
        scene.is("as the alarm", scene.tcp.alarm(), java.util.Optional.empty(),
                "it has been reset with data under way, which will "
                        + "never be acknowledged: whoever drives it is woken for nothing, again and again");
        scene.at(60_000).ticks().sends("it is over");
    }

    @Test
    void gives_a_syn_an_acknowledgment() {
        var scene = new Scene().opened(1_000);
        for (var sequence : List.of(THEIRS, THEIRS + 100, 777)) {
            scene.hears(SYN, sequence, 0, "").acknowledges(THEIRS + 1, "").isIn(State.ESTABLISHED, "");
        }
    }

    @Test
    void ends_at_once_if_it_has_to() {
        var scene = new Scene().opened(1_000).writes("hello");
        scene.said = scene.talk.says(scene.tcp::abort).segments();
        scene.is("segments", scene.said.stream()
                .map(segment -> (segment.is(RST) ? "RST seq " : "no reset, seq ")
                        + segment.header().sequence())
                .toList(), List.of("RST seq " + (OURS + 6)),
                scene.said.isEmpty()
                        ? "nobody tells the other side"
                        : "the other side believes only the number that comes next");
        scene.isIn(State.CLOSED, "");
    }

    // All of it

    @Test
    void brings_everything_over_a_bad_link() {
        var faults = new BadLink.Faults(0.05, 0.05, 0.02, Duration.ofMillis(10), Duration.ofMillis(10));
        var random = Seed.random();
        for (var round = 0; round < 20; round++) {
            both(random, faults, Settings.DEFAULT, 30_000, 10_000,
                    "5 % loss, 5 % sent twice, 2 % with a bit turned round, any order");
        }
    }

    @Test
    void does_not_hang_when_somebody_reads_slowly() {
        var faults = new BadLink.Faults(0.2, 0, 0, Duration.ofMillis(5), Duration.ZERO);
        var settings = new Settings(500, 1_000, 2_000, Duration.ofMillis(200), 15, Duration.ofSeconds(1));
        var random = Seed.random();
        for (var round = 0; round < 20; round++) {
            both(random, faults, settings, 8_000, 400,
                    "20 % loss, buffers of 1,000 bytes, and 400 bytes read at a time");
        }
    }

    private static void both(Random random, BadLink.Faults faults, Settings settings, int bytes, int readsAtATime,
            String what) {
        var transcript = new Transcript();
        transcript.test("had two connections of yours send " + bytes + " bytes to each other at once: " + what);
        var link = Call.of(transcript, () -> new Link(faults, random, settings, Seed.bytes(random, bytes),
                Seed.bytes(random, bytes), readsAtATime)).value();
        var isDone = Call.of(transcript, link::runs).value();
        Check.of(transcript)
                .likely(FOR_EVER)
                .holds(isDone, "that both come to an end", link.state());
        Check.of(transcript)
                .likely("bytes are missing, or came twice, or those of a segment with a wrong checksum were taken")
                .holds(link.client.hasHeard(link.server) && link.server.hasHeard(link.client),
                        "that each has heard what the other one said", link.state());
    }

    // The examiner

    @Test
    @Witness("curl")
    void curl_fetches_a_file() throws IOException {
        fetches(BadLink.Faults.NONE, 900_000, "a link that loses nothing");
    }

    @Test
    @Witness("curl")
    void curl_fetches_a_file_over_a_bad_link() throws IOException {
        // Whoever waits for the timer at each hole needs twice as long for each: few holes, or many seconds.
        fetches(new BadLink.Faults(0.02, 0.05, 0, Duration.ofMillis(1), Duration.ofMillis(1)), 40_000,
                "a link that loses 2 %, and sends 5 % twice, in any order");
    }

    private static void fetches(BadLink.Faults faults, int size, String what) throws IOException {
        Kernel.needed();
        var random = Seed.random();
        var file = Seed.bytes(random, size);
        var transcript = new Transcript();
        Call.of(transcript, () -> new TcpConnection(ENDS, OURS, SETTINGS).state()).completes();
        transcript.test("had curl fetch " + size + " bytes from you, over " + what);
        var troubles = new ArrayList<Exception>();
        try (var stack = new Stack(new BadWire(Wire.toKernel(PrivateNetwork.nobody()), faults, random),
                PrivateNetwork.nobody(), Settings.DEFAULT, random)) {
            stack.listen(80, connection -> serve(connection, file, troubles));
            try (var curl = Curl.runs("http://10.77.0.2/")) {
                var body = curl.body();
                Check.of(transcript)
                        .row("curl says", curl.err().isEmpty() ? "nothing" : curl.err().strip())
                        .that("bytes from curl", body.length)
                        .is(size);
                Check.of(transcript).holds(Arrays.equals(body, file), "the same bytes", "others");
            }
        }
        Check.of(transcript).that("as the trouble of who served it", troubles).is(List.of());
    }

    private static void serve(Connection connection, byte[] file, List<Exception> troubles) {
        try (connection) {
            var in = connection.in();
            for (var state = 0; state < 4;) {
                var next = in.read();
                state = next == "\r\n\r\n".charAt(state) ? state + 1 : next == '\r' ? 1 : 0;
            }
            connection.out()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + file.length + "\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            connection.out().write(file);
        } catch (IOException e) {
            troubles.add(e);
        }
    }

    // What is easily overlooked

    @Test
    void counts_the_window_from_the_acknowledgment_on() {
        var scene = new Scene().opened(1_400).writes(4_200).sendsPieces("", 700, 700);
        scene.hears(ACK, THEIRS + 1, OURS + 701, 700, "")
                .sends("the window begins at the acknowledgment number, and what is under way lies in it: there is room for "
                        + "what is under way, and for nothing more");
        scene.hears(ACK, THEIRS + 1, OURS + 1_401, 700, "")
                .sendsPieces("all has arrived, and there is room for 700", 700);
    }

    @Test
    void is_at_no_end_as_long_as_something_is_missing() {
        var scene = new Scene().opened(1_000).hears(FIN | ACK, THEIRS + 6, OURS + 1, "world");
        scene.is("from isAtEnd", scene.tcp.isAtEnd(), false,
                "FIN is there, and something in front of it is not: whoever ends here has lost it, and is not told");
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello")
                .is("from isAtEnd", scene.tcp.isAtEnd(), false, "there is something to be read yet");
        scene.reads("helloworld", "").is("from isAtEnd", scene.tcp.isAtEnd(), true, "FIN has come, and all was read");
    }

    @Test
    void stays_at_its_end_when_it_is_closed() {
        var scene = new Scene().opened(1_000).hears(FIN | ACK, THEIRS + 1, OURS + 1, "bye");
        scene.reads("bye", "").shutsDown().hears(ACK, THEIRS + 5, OURS + 2, "");
        scene.isIn(State.CLOSED, "")
                .is("from isAtEnd", scene.tcp.isAtEnd(), true,
                        "nothing more will come, and a reader who asks now wants to know");
    }

    @Test
    void sends_into_a_window_that_is_smaller_than_a_segment() {
        var scene = new Scene().opened(500).writes(2_000);
        scene.sendsPieces(
                "nothing is under way that could make more room: what waits for a whole segment waits for ever",
                500);
        scene.hears(ACK, THEIRS + 1, OURS + 501, 500, "").sendsPieces("", 500);
    }

    @Test
    void answers_an_answer_by_an_acknowledgment() {
        var scene = new Scene();
        scene.talk.says(() -> scene.tcp.open(Instant.EPOCH));
        scene.hears(SYN, THEIRS, 0, "").hears(SYN | ACK, THEIRS, OURS + 1, "");
        scene.sends(
                "both have opened at once, and each has answered the other's SYN: who answers such an answer by the same "
                        + "again gets it again, for ever",
                "ACK seq 1001 ack 5001");
    }
}
