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
import static workbook.rawtcp.TcpScene.MSS_700;
import static workbook.rawtcp.TcpScene.SETTINGS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
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
    private static final String NO_END = "an acknowledgment that is acknowledged is acknowledged in turn, and so on, for ever";
    private static final String LINE = "the numbers go round, and something here compares them on a line";
    private static final String ITS_SYN = "whoever opens it has to show that they have heard the number of this side's SYN: others "
            + "can say anything, with a sender that is not theirs";
    private static final String ANYBODY = "anybody could have sent this: only the other side knows the number";
    private static final String WORTH_IT = "whoever is told of little room sends little: room is told when it is enough for a whole "
            + "segment, or for half of the buffer (RFC 9293, 3.8.6.2.2)";

    // It opens

    @Test
    void opens_and_says_how_much_it_takes_in_a_segment() {
        var scene = new TcpScene();
        scene.said = scene.talk.says(() -> scene.tcp.open(Instant.EPOCH)).segments();
        scene.sends("", "SYN seq 1000").isIn(State.SYN_SENT, "");
        hasMss(scene, "a SYN says in an option how much its side takes in a segment; who says nothing gets 536 bytes");
        scene.hears(SYN | ACK, THEIRS, OURS + 1, "")
                .sends("", "ACK seq 1001 ack 5001")
                .isIn(State.ESTABLISHED, "");
        var other = new TcpScene().hears(SYN, THEIRS, 0, "").sends("", "SYN,ACK seq 1000 ack 5001");
        hasMss(other, "a SYN says in an option how much its side takes in a segment; who says nothing gets 536 bytes");
        other.hears(ACK, THEIRS + 1, OURS + 1, "").sends(NO_END).isIn(State.ESTABLISHED, "");
    }

    private static void hasMss(TcpScene scene, String likely) {
        var options = TcpOptions.parse(ByteBuffer.wrap(scene.said.getFirst().header().options()));
        scene.is("as the options", options.stream().filter(TcpOption.Mss.class::isInstance).toList(),
                List.of(new TcpOption.Mss(1_000)), likely);
    }

    // RFC 9293, 3.5, figure 8.
    @Test
    void opens_when_both_do_so_at_once() {
        var scene = new TcpScene();
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
        var scene = new TcpScene();
        scene.talk.says(() -> scene.tcp.open(Instant.EPOCH));
        scene.hears(RST | ACK, 0, OURS + 1, "").sends("").isIn(State.CLOSED, "");
        scene.is("from isReset", scene.tcp.isReset(), true, "whoever waits for it to open has to be told");
    }

    // Data

    @Test
    void sends_pieces_that_the_other_side_takes() {
        new TcpScene().opened(10_000)
                .writes(1_750)
                .sendsPieces("the other side takes 700 bytes in a segment, and said so in its SYN",
                        700, 700, 350);
        var silent = new TcpScene().hears(SYN, THEIRS, 0, "").hears(ACK, THEIRS + 1, OURS + 1, "");
        silent.writes(1_100).sendsPieces("the other side has not said what it takes, and that means 536", 536, 536, 28);
    }

    @Test
    void stays_within_the_window() {
        var scene = new TcpScene().opened(1_400)
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
        var scene = new TcpScene().opened(1_400).writes(2_800);
        scene.hears(ACK, THEIRS + 1, OURS + 1_401, 1_400, "").sendsPieces("", 700, 700);
        scene.hears(ACK, THEIRS + 1, OURS + 701, 0, "");
        scene.writes(700).hears(ACK, THEIRS + 1, OURS + 2_801, 1_400, "");
        scene.sendsPieces("", 700);
        var late = new TcpScene().opened(1_400);
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
                var passive = new TcpScene(SETTINGS, ours);
                passive.hears(TcpScene.theirs(SYN, theirs, 0, 700, MSS_700, ""));
                grows(passive, theirs, ours);
                var active = new TcpScene(SETTINGS, ours);
                active.said = active.talk.says(() -> active.tcp.open(Instant.EPOCH)).segments();
                active.hears(TcpScene.theirs(SYN | ACK, theirs, ours + 1, 700, MSS_700, ""));
                grows(active, theirs, ours);
            }
        }
    }

    /// A window of 1,400, and then one of 2,100, with no other number in it that is new.
    private static void grows(TcpScene scene, int theirs, int ours) {
        scene.hears(ACK, theirs + 1, ours + 1, 1_400, "").hears(ACK, theirs + 1, ours + 1, 2_100, "");
        scene.writes(2_800)
                .sendsPieces(
                        "nothing has said a window before the first segments, and 0 is no number of theirs: half of all "
                                + "numbers come before it",
                        700, 700, 700);
    }

    @Test
    void takes_what_comes_in_any_order() {
        var scene = new TcpScene().opened(1_000);
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
        var scene = new TcpScene().opened(1_000).hears(ACK, THEIRS + 1, OURS + 1, "y".repeat(1_000));
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
        var scene = new TcpScene().opened(0);
        scene.writes(10_000);
        var taken = Call.of(scene.talk.transcript(), () -> scene.tcp.write(new byte[500], 0, 500)).value();
        scene.is("bytes taken of 500 more", taken, 0, "the send buffer is 10,000 bytes, and they all wait");
    }

    @Test
    void asks_again_whether_the_window_is_shut() {
        var scene = new TcpScene().opened(0).writes(700).sends("the window is shut");
        var likely = "the segment that opens the window may be lost, and it is not sent again: whoever has something to say has to "
                + "ask, or both wait for ever";
        scene.ticksAtItsAlarm(likely);
        scene.is("segments sent", scene.said.size(), 1, likely);
        scene.is("numbers that are new to the other side", scene.said.getFirst().end() - (OURS + 1) > 1, false,
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
        var scene = new TcpScene().opened(1_000).writes(100);
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 5_000, "hello")
                .acknowledges(THEIRS + 1, "whoever acknowledges what was not sent "
                        + "is not the other side: an acknowledgment, and nothing of it is taken");
        scene.reads("", "nothing of such a segment is taken");
    }

    // What gets lost

    @Test
    void sends_again_what_got_lost() {
        var scene = new TcpScene();
        scene.talk.says(() -> scene.tcp.open(Instant.EPOCH));
        scene.ticksAtItsAlarm("a SYN can be lost").sends("a SYN can be lost", "SYN seq 1000");
        scene.hears(TcpScene.theirs(SYN | ACK, THEIRS, OURS + 1, 10_000, MSS_700, ""));
        scene.writes("hello").ticksAtItsAlarm("data can be lost").sendsPieces("data can be lost", 5);
        scene.hears(ACK, THEIRS + 1, OURS + 6, "").shutsDown();
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 6, "hi").ticksAtItsAlarm("FIN can be lost");
        scene.is("the segment sent again", Talk.text(scene.said), "FIN,ACK seq 1006 ack 5003",
                "what is sent again carries the acknowledgment of now");
        var other = new TcpScene().hears(SYN, THEIRS, 0, "");
        other.ticksAtItsAlarm("a SYN,ACK can be lost").sends("", "SYN,ACK seq 1000 ack 5001");
        other.hears(SYN, THEIRS, 0, "")
                .sends("their SYN comes again: the answer was lost", "SYN,ACK seq 1000 ack 5001");
    }

    @Test
    void gives_up_when_nobody_answers() {
        var scene = new TcpScene().opened(1_000).writes("hello");
        for (var i = 0; i < 3; i++) {
            scene.ticksAtItsAlarm("").sendsPieces("", 5);
        }
        scene.ticksAtItsAlarm("")
                .sends("nobody is there any more, and so there is nobody to tell")
                .isIn(State.CLOSED, "three repeats are all that the settings allow");
        scene.is("from isReset", scene.tcp.isReset(), true, "whoever writes and reads has to be told");
        scene.is("as the alarm", scene.tcp.alarm(), java.util.Optional.empty(),
                "it is over, and wants nothing any more");
    }

    // The end

    @Test
    void finishes_behind_its_data() {
        var scene = new TcpScene().opened(700).writes(1_400).shutsDown().sends("not all of the data has been sent");
        scene.isIn(State.ESTABLISHED, "FIN has not been sent yet");
        scene.hears(ACK, THEIRS + 1, OURS + 701, 700, "");
        scene.sendsPieces("", 700);
        scene.is("as the end of what was sent", scene.said.getLast().end(), OURS + 1 + 1_400 + 1,
                "FIN stands behind the last byte");
        scene.isIn(State.FIN_WAIT_1, "");
        scene.hears(ACK, THEIRS + 1, OURS + 1_401, "").isIn(State.FIN_WAIT_1, "the data has arrived, and FIN has not");
        scene.hears(ACK, THEIRS + 1, OURS + 1_402, "")
                .isIn(State.FIN_WAIT_2, "FIN has taken a number, and it is acknowledged; theirs has not come");
    }

    /// Closed from this side first, and in TIME_WAIT.
    private static TcpScene waiting() {
        var scene = new TcpScene().opened(1_000).shutsDown().hears(ACK, THEIRS + 1, OURS + 2, "");
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 2, "bye")
                .acknowledges(THEIRS + 4, "the other side may go on for as long as it "
                        + "likes");
        scene.hears(FIN | ACK, THEIRS + 4, OURS + 2, "")
                .acknowledges(THEIRS + 5, "FIN takes a number, and is acknowledged like a byte")
                .isIn(State.TIME_WAIT,
                        "both have finished, and this side's acknowledgment may be lost: who is gone cannot "
                                + "send it again");
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
        var scene = new TcpScene().opened(1_000)
                .hears(FIN | ACK, THEIRS + 1, OURS + 1, "hello")
                .acknowledges(THEIRS + 7, "five bytes, and FIN, which takes a number like a byte");
        scene.isIn(State.CLOSE_WAIT, "their FIN ends one direction, and this side has not finished")
                .is("from isAtEnd", scene.tcp.isAtEnd(), false, "there is something to be read yet");
        scene.reads("hello", "").is("from isAtEnd", scene.tcp.isAtEnd(), true, "");
        scene.writes("bye").sendsPieces("their FIN ends one direction, and this is the other one", 3);
        scene.shutsDown().isIn(State.LAST_ACK, "");
        scene.hears(ACK, THEIRS + 7, OURS + 4, "").isIn(State.LAST_ACK, "FIN is not acknowledged yet");
        scene.hears(ACK, THEIRS + 7, OURS + 5, "")
                .isIn(State.CLOSED, "who finishes second has nothing to wait for: its FIN has been acknowledged");
    }

    @Test
    void closes_when_both_do_so_at_once() {
        var scene = new TcpScene().opened(1_000).shutsDown().hears(FIN | ACK, THEIRS + 1, OURS + 1, "");
        scene.acknowledges(THEIRS + 2, "FIN takes a number, and is acknowledged like a byte")
                .isIn(State.CLOSING, "both have sent FIN, and this side's is not acknowledged yet");
        scene.hears(ACK, THEIRS + 2, OURS + 2, "")
                .isIn(State.TIME_WAIT,
                        "now it is, and this side's last acknowledgment may be lost: theirs may come again");
    }

    @Test
    void waits_for_what_is_in_front_of_fin() {
        var scene = new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 6, OURS + 1, "world");
        var early = "FIN has come too early: something in front of it is missing";
        scene.acknowledges(THEIRS + 1, early).isIn(State.ESTABLISHED, early);
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello")
                .acknowledges(THEIRS + 12, "FIN came before, and counts now");
        scene.isIn(State.CLOSE_WAIT, "FIN came before, and counts now").reads("helloworld", "");
    }

    // Resets

    @Test
    void believes_a_reset_with_the_next_number_only() {
        new TcpScene().opened(1_000)
                .hears(RST, THEIRS + 500, 0, "")
                .isIn(State.ESTABLISHED,
                        "it lies in the window, and does not have the number that comes next: whoever guesses "
                                + "hits the window soon, and that number hardly ever")
                .acknowledges(THEIRS + 1,
                        "it lies in the window: if it is from the other side, that will say it again with the "
                                + "right number, which it learns from an acknowledgment (RFC 5961, 3.2)")
                .hears(RST, THEIRS + 50_000, 0, "")
                .sends("it lies outside of the window")
                .isIn(State.ESTABLISHED, "");
        var scene = new TcpScene().opened(1_000).hears(RST, THEIRS + 1, 0, "").sends("").isIn(State.CLOSED, "");
        scene.is("from isReset", scene.tcp.isReset(), true, "");
    }

    @Test
    void wants_nothing_when_it_is_over() {
        var scene = new TcpScene().opened(1_000).writes("hello").hears(RST, THEIRS + 1, 0, "").isIn(State.CLOSED, "");
        scene.is("as the alarm", scene.tcp.alarm(), java.util.Optional.empty(),
                "it has been reset with data under way, which will "
                        + "never be acknowledged: whoever drives it is woken for nothing, again and again");
        scene.at(60_000).ticks().sends("it is over");
    }

    @Test
    void gives_a_syn_an_acknowledgment() {
        var scene = new TcpScene().opened(1_000);
        for (var sequence : List.of(THEIRS, THEIRS + 100, 777)) {
            var likely = "it is open, and a SYN that comes now is late, or a trick: an acknowledgment, from which whoever has "
                    + "really sent it sees what to do (RFC 5961, 4)";
            scene.hears(SYN, sequence, 0, "").isIn(State.ESTABLISHED, likely).acknowledges(THEIRS + 1, likely);
        }
    }

    @Test
    void ends_at_once_if_it_has_to() {
        var scene = new TcpScene().opened(1_000).writes("hello");
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
        comesToAnEnd(bytes, what, () -> new Link(faults, random, settings, Seed.bytes(random, bytes),
                Seed.bytes(random, bytes), readsAtATime));
    }

    private static void comesToAnEnd(int bytes, String what, Callable<Link> made) {
        var transcript = new Transcript();
        transcript.test("had two connections of yours send " + bytes + " bytes to each other at once: " + what);
        var link = Call.of(transcript, made).value();
        var isDone = Call.of(transcript, link::runs).value();
        Check.of(transcript)
                .likely(link.likely())
                .holds(isDone, "that both come to an end", link.state());
        Check.of(transcript)
                .likelyIf(link.isOfToday(), link.likely())
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
        var scene = new TcpScene().opened(1_400).writes(4_200).sendsPieces("", 700, 700);
        scene.hears(ACK, THEIRS + 1, OURS + 701, 700, "")
                .sends("the window begins at the acknowledgment number, and what is under way lies in it: there is room for "
                        + "what is under way, and for nothing more");
        scene.hears(ACK, THEIRS + 1, OURS + 1_401, 700, "")
                .sendsPieces("all has arrived, and there is room for 700", 700);
    }

    @Test
    void is_at_no_end_as_long_as_something_is_missing() {
        var scene = new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 6, OURS + 1, "world");
        scene.is("from isAtEnd", scene.tcp.isAtEnd(), false,
                "FIN is there, and something in front of it is not: whoever ends here has lost it, and is not told");
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello")
                .is("from isAtEnd", scene.tcp.isAtEnd(), false, "there is something to be read yet");
        scene.reads("helloworld", "").is("from isAtEnd", scene.tcp.isAtEnd(), true, "FIN has come, and all was read");
    }

    @Test
    void stays_at_its_end_when_it_is_closed() {
        var scene = new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 1, OURS + 1, "bye");
        scene.reads("bye", "").shutsDown().hears(ACK, THEIRS + 5, OURS + 2, "");
        scene.isIn(State.CLOSED, "")
                .is("from isAtEnd", scene.tcp.isAtEnd(), true,
                        "nothing more will come, and a reader who asks now wants to know");
    }

    @Test
    void sends_into_a_window_that_is_smaller_than_a_segment() {
        var scene = new TcpScene().opened(500).writes(2_000);
        scene.sendsPieces(
                "nothing is under way that could make more room: what waits for a whole segment waits for ever",
                500);
        scene.hears(ACK, THEIRS + 1, OURS + 501, 500, "").sendsPieces("", 500);
    }

    @Test
    void answers_an_answer_by_an_acknowledgment() {
        var scene = new TcpScene();
        scene.talk.says(() -> scene.tcp.open(Instant.EPOCH));
        scene.hears(SYN, THEIRS, 0, "").hears(SYN | ACK, THEIRS, OURS + 1, "");
        scene.sends(
                "both have opened at once, and each has answered the other's SYN: who answers such an answer by the same "
                        + "again gets it again, for ever",
                "ACK seq 1001 ack 5001");
    }

    // The handshake, once more

    @Test
    void is_refused_by_nobody_who_has_not_heard_its_syn() {
        var scene = new TcpScene().opens();
        for (var reset : List.of(TcpScene.reset(RST, 0, 0), TcpScene.reset(RST, THEIRS, OURS + 1),
                TcpScene.reset(RST | ACK, 0, OURS), TcpScene.reset(RST | ACK, 0, OURS + 2))) {
            scene.hears(reset).sends("a reset is never answered by another one").isIn(State.SYN_SENT, ANYBODY);
        }
        scene.hears(SYN | ACK, THEIRS, OURS + 1, "").isIn(State.ESTABLISHED, "");
    }

    @Test
    void sends_a_reset_for_an_answer_that_is_not_for_its_syn() {
        for (var control : List.of(SYN | ACK, ACK)) {
            for (var acknowledged : List.of(OURS, OURS + 2, THEIRS)) {
                var scene = new TcpScene().opens().hears(control, THEIRS, acknowledged, "");
                scene.sends(
                        "this answers something that was not sent: the other side speaks of another connection, and is told so",
                        "RST seq " + acknowledged);
                scene.isIn(State.SYN_SENT, ITS_SYN);
                scene.hears(SYN | ACK, THEIRS, OURS + 1, "").isIn(State.ESTABLISHED, "");
            }
        }
    }

    @Test
    void goes_on_listening() {
        var scene = new TcpScene();
        for (var control : List.of(RST, RST | ACK, RST | SYN, 0, FIN, PSH)) {
            scene.hears(control, THEIRS, 777, "")
                    .sends("this is meant for no listener")
                    .isIn(State.LISTEN, "nothing has begun that this could end");
        }
        for (var control : List.of(ACK, SYN | ACK, FIN | ACK)) {
            scene.hears(control, THEIRS, 777, "")
                    .sends("nothing was sent that could be acknowledged: the other side believes in a connection, and is told so",
                            "RST seq 777")
                    .isIn(State.LISTEN, "nothing has begun that this could end");
        }
        scene.hears(SYN, THEIRS, 0, "").sends("it still listens", "SYN,ACK seq 1000 ack 5001");
    }

    @Test
    void opens_for_whoever_has_heard_its_syn() {
        for (var acknowledged : List.of(OURS, OURS + 2, OURS - 100_000, 0)) {
            var scene = new TcpScene().hears(SYN, THEIRS, 0, "").hears(ACK | PSH, THEIRS + 1, acknowledged, "hello");
            scene.isIn(State.SYN_RECEIVED, ITS_SYN)
                    .sends(ITS_SYN + "; this one speaks of another connection, and is told so",
                            "RST seq " + Integer.toUnsignedString(acknowledged));
            scene.hears(ACK, THEIRS + 1, OURS + 1, "").isIn(State.ESTABLISHED, "").reads("", "nothing of it was taken");
        }
    }

    @Test
    void is_not_moved_by_another_syn() {
        var scene = new TcpScene().hears(SYN, THEIRS, 0, "");
        for (var sequence : List.of(77_777, THEIRS + 100)) {
            scene.hears(SYN, sequence, 0, "")
                    .acknowledges(THEIRS + 1,
                            "somebody who knows no more than the port moves the connection away from whoever "
                                    + "really knocks");
        }
        scene.hears(ACK, THEIRS + 1, OURS + 1, "").isIn(State.ESTABLISHED, "");
    }

    @Test
    void takes_data_with_the_third_segment() {
        var scene = new TcpScene().hears(SYN, THEIRS, 0, "").hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello");
        scene.isIn(State.ESTABLISHED, "it acknowledges the SYN, whatever else it brings")
                .acknowledges(THEIRS + 6,
                        "the third segment was lost, perhaps, and this is the one behind it: what it brings counts")
                .reads("hello", "");
        var early = new TcpScene().hears(SYN, THEIRS, 0, "").hears(FIN | ACK, THEIRS + 1, OURS + 1, "bye");
        early.isIn(State.CLOSE_WAIT, "it acknowledges the SYN, brings data, and ends: all of that counts");
    }

    @Test
    void acknowledges_what_it_keeps_and_nothing_else() {
        var likely = "what is acknowledged is never sent again: data that comes with a SYN is kept, or is not acknowledged";
        var active = new TcpScene().opens().hears(SYN | ACK, THEIRS, OURS + 1, "hello");
        keepsAll(active, likely);
        keepsAll(new TcpScene().hears(SYN, THEIRS, 0, "hello").hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello"), likely);
    }

    private static void keepsAll(TcpScene scene, String likely) {
        var kept = scene.tcp.readable();
        scene.acknowledges(THEIRS + 1 + kept, likely).hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello");
        scene.acknowledges(THEIRS + 6, likely).reads("hello", likely);
    }

    @Test
    void repeats_its_syn_with_what_it_has_heard_since() {
        var scene = new TcpScene().opens().hears(SYN, THEIRS, 0, "");
        scene.ticksAtItsAlarm("its SYN is not acknowledged yet")
                .sends("the SYN was sent without ACK, before the other one came; what is sent again carries the acknowledgment "
                        + "of now",
                        "SYN,ACK seq 1000 ack 5001");
    }

    @Test
    void gives_up_in_any_state() {
        var likely = "nobody answers, and somebody waits: three repeats are all that the settings allow";
        givesUp(new TcpScene().opens(), likely);
        givesUp(new TcpScene().hears(SYN, THEIRS, 0, ""), likely);
        givesUp(new TcpScene().opened(1_000).shutsDown(), likely);
        givesUp(new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 1, OURS + 1, "").shutsDown(), likely);
    }

    private static void givesUp(TcpScene scene, String likely) {
        for (var repeat = 0; repeat < 4; repeat++) {
            scene.ticksAtItsAlarm(likely);
        }
        scene.sends("nobody is there any more, and so there is nobody to tell")
                .isIn(State.CLOSED, likely)
                .isReset(true, "it has not come to its end: the last that was sent was never acknowledged")
                .hasNoAlarm("it is over");
    }

    @Test
    void reads_the_options_of_any_syn() {
        takes("SYN,ACK says it, too", MSS_700, 700, true);
        takes("theirs is larger than the mss of the settings, which are never exceeded",
                new byte[]{2, 4, 5, (byte) 0xb4},
                1_000, false);
        takes("other options may stand in front of it", new byte[]{1, 1, 3, 3, 7, 4, 2, 2, 4, 700 >> 8, (byte) 700, 0},
                700,
                false);
        takes("a list that breaks off says nothing, and that means 536", new byte[]{1, 1, 1, 2}, 536, false);
        takes("a length of 0 leads nowhere: the list says nothing, and that means 536", new byte[]{4, 0, 0, 0}, 536,
                true);
        takes("who takes nothing at all has not meant that: it means 536, as if nothing was said",
                new byte[]{2, 4, 0, 0},
                536, false);
    }

    private static void takes(String likely, byte[] options, int mss, boolean isActive) {
        var scene = new TcpScene();
        if (isActive) {
            scene.opens().hears(TcpScene.theirs(SYN | ACK, THEIRS, OURS + 1, 10_000, options, ""));
        } else {
            scene.hears(TcpScene.theirs(SYN, THEIRS, 0, 10_000, options, ""))
                    .hears(ACK, THEIRS + 1, OURS + 1, 10_000, "");
        }
        scene.writes(2 * mss).sendsPieces(likely, mss, mss);
    }

    @Test
    void keeps_what_is_written_before_it_opens() {
        var wait = "it is not open yet: what is written waits";
        var likely = "it was written before it was open, and is sent when it is";
        var scene = new TcpScene().writes("hello").sends(wait).hasNoAlarm(wait);
        scene.opens().writes("world").sends(wait).hears(SYN | ACK, THEIRS, OURS + 1, "").sendsPieces(likely, 10);
        scene.isIn(State.ESTABLISHED, "");
        var other = new TcpScene().writes("hello").shutsDown().sends(wait).isIn(State.LISTEN, wait).hasNoAlarm(wait);
        other.hears(SYN, THEIRS, 0, "").sends(wait, "SYN,ACK seq 1000 ack 5001").hears(ACK, THEIRS + 1, OURS + 1, "");
        other.sendsPieces(likely, 5)
                .is("as the end of what was sent", other.said.getLast().end(), OURS + 1 + 5 + 1,
                        "output was shut down before it was open, and that holds")
                .isIn(State.FIN_WAIT_1, "output was shut down before it was open, and that holds");
    }

    // The numbers

    @Test
    void counts_on_where_the_numbers_go_round() {
        for (var edge : List.of(0, Integer.MIN_VALUE)) {
            goesRound(edge);
        }
        var faults = new BadLink.Faults(0.05, 0.05, 0, Duration.ofMillis(10), Duration.ofMillis(10));
        var patient = new Settings(1_000, 4_000, 10_000, Duration.ofMillis(200), 15, Duration.ofSeconds(5));
        var random = Seed.random();
        for (var edge : List.of(0, Integer.MIN_VALUE)) {
            comesToAnEnd(8_000, "its numbers begin 3,000 before " + Integer.toUnsignedString(edge - 1) + ", or near it",
                    () -> new Link(faults, random, patient, Seed.bytes(random, 8_000), Seed.bytes(random, 8_000), 4_000,
                            () -> edge - random.nextInt(3_000)));
        }
    }

    /// All of one connection that begins just before this number.
    private static void goesRound(int edge) {
        var ours = edge - 400;
        var theirs = edge - 4;
        var scene = new TcpScene(SETTINGS, ours).hears(TcpScene.theirs(SYN, theirs, 0, 1_400, MSS_700, ""));
        scene.hears(ACK, theirs + 1, ours + 1, 1_400, "").isIn(State.ESTABLISHED, LINE);
        scene.writes(2_800).sendsPieces(LINE, 700, 700);
        scene.hears(ACK, theirs + 1, ours + 701, 1_400, "").sendsPieces(LINE, 700);
        scene.hears(ACK | PSH, theirs + 6, ours + 701, 1_400, "world").acknowledges(theirs + 1, LINE);
        scene.hears(ACK | PSH, theirs + 1, ours + 701, 1_400, "hello")
                .acknowledges(theirs + 11, LINE)
                .reads("helloworld", LINE);
        scene.hears(ACK, theirs + 11, ours + 2_101, 1_400, "").sendsPieces(LINE, 700);
        scene.hears(ACK, theirs + 11, ours + 2_801, 1_400, "").sends(LINE).hasNoAlarm(LINE);
    }

    // Acknowledgments and windows

    @Test
    void takes_nothing_back_for_an_old_acknowledgment() {
        var scene = new TcpScene().opened(2_800).writes(1_400).hears(ACK, THEIRS + 1, OURS + 1_401, 2_800, "");
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 701, 2_800, "hello")
                .acknowledges(THEIRS + 6, "the acknowledgment is old, the data is not: segments overtake each other");
        scene.writes(3_500)
                .sendsPieces("an old acknowledgment came, and what had arrived before has arrived all the same", 700,
                        700, 700, 700);
    }

    @Test
    void believes_no_window_with_a_wrong_acknowledgment() {
        var likely = "whoever acknowledges what was not sent is not the other side, and nothing of such a segment is taken, nor is "
                + "its window";
        var scene = new TcpScene().opened(700).writes(2_100).hears(ACK, THEIRS + 1, OURS + 5_000, 10_000, "");
        scene.sendsPieces(likely).flushes().sendsPieces(likely);
    }

    @Test
    void sends_what_may_be_sent_with_what_it_answers() {
        var scene = new TcpScene().opened(700).writes(1_400);
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 701, 700, "hello")
                .sendsPieces("there is room again: what may be sent now is sent now, and nobody calls flush for it",
                        700)
                .acknowledges(THEIRS + 6, "");
    }

    @Test
    void sends_a_small_piece_if_nothing_is_under_way() {
        var scene = new TcpScene().opened(2_100).writes(4_000).sendsPieces("", 700, 700, 700);
        scene.hears(ACK, THEIRS + 1, OURS + 2_101, 300, "")
                .sendsPieces("nothing is under way that could make more room: whoever waits for more waits for ever",
                        300);
    }

    @Test
    void leaves_alone_what_has_no_ack() {
        var scene = new TcpScene().opened(1_000);
        for (var control : List.of(PSH, FIN | PSH, 0)) {
            scene.hears(control, THEIRS + 1, 0, "hello")
                    .sends("without ACK a segment is none of an open connection's: nothing of it is taken, and nothing said")
                    .isIn(State.ESTABLISHED, "");
            scene.reads("", "without ACK, nothing is taken");
        }
    }

    @Test
    void takes_the_part_that_lies_in_the_window() {
        var likely = "a part of it lies in the window, and is new: that part is taken";
        var scene = new TcpScene().opened(1_000).hears(ACK, THEIRS + 1, OURS + 1, "y".repeat(1_000));
        scene.hears(ACK, THEIRS + 501, OURS + 1, "y".repeat(1_000)).acknowledges(THEIRS + 1_501, likely);
        scene.hears(ACK, THEIRS + 1_501, OURS + 1, "y".repeat(2_000)).acknowledges(THEIRS + 3_501, "");
        scene.hears(ACK, THEIRS + 3_501, OURS + 1, "y".repeat(1_000)).acknowledges(THEIRS + 4_001, likely);
    }

    @Test
    void hears_acknowledgments_with_a_shut_window() {
        var scene = new TcpScene().opened(1_000).hears(ACK, THEIRS + 1, OURS + 1, "y".repeat(4_000)).tellsOf(0, "");
        scene.writes("hello").sendsPieces("this side's window is shut, and the other one's is not", 5);
        scene.hears(FIN | ACK, THEIRS + 4_001, OURS + 1, "")
                .acknowledges(THEIRS + 4_001, "the window is shut: what takes a number is not taken, and FIN takes one")
                .isIn(State.ESTABLISHED, "the window is shut: what takes a number is not taken, and FIN takes one");
        scene.hears(ACK, THEIRS + 4_002, OURS + 6, "")
                .acknowledges(THEIRS + 4_001, "it lies behind the window, and nothing of it is taken");
        scene.flushes().sends("nobody has read anything: there is nothing to say");
        scene.is("as the alarm", scene.tcp.alarm().isPresent(), true,
                "what was acknowledged behind the window does not count");
        scene.hears(ACK, THEIRS + 4_001, OURS + 6, "")
                .hasNoAlarm(
                        "this takes no number, and is where it should be: if no acknowledgment is heard as long as nobody "
                                + "reads, two who do not read wait for each other");
    }

    @Test
    void tells_of_room_when_it_is_worth_it() {
        var scene = new TcpScene().opened(1_000).hears(ACK, THEIRS + 1, OURS + 1, "y".repeat(4_000));
        scene.takesOut(999).flushes().sends(WORTH_IT);
        scene.takesOut(1).flushes().tellsOf(1_000, WORTH_IT);
        scene.takesOut(999).flushes().sends(WORTH_IT);
        scene.takesOut(1).flushes().tellsOf(2_000, WORTH_IT);
        var small = new TcpScene(new Settings(1_000, 1_000, 10_000, Duration.ofMillis(200), 3, Duration.ofSeconds(5)))
                .opened(1_000)
                .hears(ACK, THEIRS + 1, OURS + 1, "y".repeat(1_000));
        small.takesOut(499).flushes().sends(WORTH_IT);
        small.takesOut(1).flushes().tellsOf(500, WORTH_IT);
    }

    @Test
    void tells_of_no_more_than_fits_into_a_header() {
        var scene = new TcpScene(
                new Settings(1_000, 100_000, 10_000, Duration.ofMillis(200), 3, Duration.ofSeconds(5)));
        var likely = "the header has 16 bits for the window: of a larger number the lowest ones would be sent";
        scene.hears(SYN, THEIRS, 0, "").tellsOf(65_535, likely);
        scene.hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello").tellsOf(65_535, likely);
    }

    @Test
    void repeats_with_the_window_of_now() {
        var scene = new TcpScene().opened(1_000).writes("hello").hears(ACK, THEIRS + 1, OURS + 1, "y".repeat(1_000));
        scene.ticksAtItsAlarm("").sendsPieces("", 5).tellsOf(3_000, "what is sent again carries the window of now");
    }

    // Asking

    @Test
    void asks_for_as_long_as_it_is_answered() {
        var scene = new TcpScene().opened(0).writes(700);
        var likely = "each time the other side answers, it is there: only its reader does not read, and that is none of the "
                + "connection's business";
        var before = scene.now;
        for (var probe = 0; probe < 20; probe++) {
            before = scene.now;
            scene.ticksAtItsAlarm(likely);
            scene.is("segments sent", scene.said.size(), 1, likely);
            scene.hears(ACK, THEIRS + 1, OURS + 1, 0, "").isIn(State.ESTABLISHED, likely);
            scene.talk.check()
                    .likely("more and more rarely, and at last once a minute: whoever opens the window again does not want to wait "
                            + "for hours")
                    .holds(Duration.between(before, scene.now).toSeconds() <= 60,
                            "a minute, at most, between two questions",
                            "one of " + Duration.between(before, scene.now).toSeconds() + " seconds");
        }
    }

    @Test
    void asks_first_when_the_timeout_is_over() {
        var likely = "the first time is the retransmitter's timeout, and each time that the window has been shut anew";
        var scene = new TcpScene().hears(TcpScene.theirs(SYN, THEIRS, 0, 0, MSS_700, ""));
        scene.at(100).hears(ACK, THEIRS + 1, OURS + 1, 0, "").writes(1_400).hasAlarm(400, likely);
        scene.at(300).flushes().writes(5).hasAlarm(400, "put off by everything that is written, it would never come");
        for (var probe = 0; probe < 3; probe++) {
            scene.ticksAtItsAlarm("").hears(ACK, THEIRS + 1, OURS + 1, 0, "");
        }
        scene.hears(ACK, THEIRS + 1, OURS + 1, 700, "").sendsPieces("", 700);
        var again = Duration.between(Instant.EPOCH, scene.now).toMillis() + 100;
        scene.at(again).hears(ACK, THEIRS + 1, OURS + 701, 0, "").hasAlarm(again + 250, likely);
    }

    @Test
    void asks_nothing_while_something_is_under_way() {
        var scene = new TcpScene().opened(700)
                .writes(1_400)
                .sendsPieces("", 700)
                .hears(ACK, THEIRS + 1, OURS + 1, 0, "");
        scene.ticksAtItsAlarm("");
        scene.sendsPieces("", 700)
                .is("segments sent", scene.said.size(), 1,
                        "what is under way is repeated, and answered: there is nothing to ask");
    }

    // The user's side

    @Test
    void keeps_none_of_the_callers_arrays() {
        var scene = new TcpScene().opened(1_000);
        var bytes = "hello".getBytes(US_ASCII);
        scene.talk.transcript().test("wrote hello, from an array into which it then put another word");
        Call.of(scene.talk.transcript(), () -> scene.tcp.write(bytes, 0, 5)).value();
        Arrays.fill(bytes, (byte) 'x');
        scene.flushes()
                .is("as the data", new String(scene.said.getFirst().data(), US_ASCII), "hello",
                        "the array is the caller's afterwards, and is filled anew before the bytes are sent");
    }

    @Test
    void writes_the_part_of_the_array_that_it_was_given() {
        var scene = new TcpScene().opened(1_000);
        var bytes = "(hello)".getBytes(US_ASCII);
        scene.talk.transcript().test("wrote 5 bytes of (hello), from the second one on");
        Call.of(scene.talk.transcript(), () -> scene.tcp.write(bytes, 1, 5)).returns(5);
        scene.flushes().is("as the data", new String(scene.said.getFirst().data(), US_ASCII), "hello", "");
    }

    @Test
    void reads_no_more_than_it_is_asked_for() {
        var scene = new TcpScene().opened(1_000).hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello");
        var bytes = Call.of(scene.talk.transcript(), () -> scene.tcp.read(3)).value();
        scene.is("read, of up to three bytes", new String(bytes, US_ASCII), "hel",
                "whoever asks for three has room for three");
        scene.is("as readable", scene.tcp.readable(), 2, "").reads("lo", "");
    }

    @Test
    void has_room_for_what_waits_and_not_for_what_is_under_way() {
        var scene = new TcpScene().opened(10_000).writes(10_000);
        var taken = Call.of(scene.talk.transcript(), () -> scene.tcp.write(new byte[500], 0, 500)).value();
        scene.is("bytes taken of 500 more", taken, 500,
                "everything is under way: what counts is what waits to be sent for the first time");
    }

    @Test
    void takes_nothing_behind_its_own_end() {
        var scene = new TcpScene().opened(1_000).writes("bye").shutsDown();
        takesNothing(scene, "FIN says that nothing comes behind it");
        scene.flushes().sends("FIN says that nothing comes behind it");
        takesNothing(new TcpScene().opened(1_000).hears(RST, THEIRS + 1, 0, ""),
                "it is over: nobody will ever send this");
    }

    private static void takesNothing(TcpScene scene, String likely) {
        var taken = Call.of(scene.talk.transcript(), () -> scene.tcp.write(new byte[5], 0, 5)).value();
        scene.is("bytes taken of 5 more", taken, 0, likely);
    }

    @Test
    void says_nothing_when_nothing_is_due() {
        var scene = new TcpScene().opened(1_000).writes("hello").hears(ACK | PSH, THEIRS + 1, OURS + 6, "hello");
        scene.at(50)
                .ticks()
                .sends("its time has not come, and what has come is acknowledged: who speaks without need wakes both");
    }

    // The end, once more

    @Test
    void waits_for_twice_the_lifetime_and_no_longer() {
        var scene = waiting().hasAlarm(10_000, "twice the lifetime of the settings, which is five seconds");
        scene.at(5_000).hears(ACK | PSH, THEIRS + 1, OURS + 2, "bye").hears(ACK, THEIRS + 5, OURS + 2, "");
        scene.hasAlarm(10_000,
                "only FIN, come again, shows that the acknowledgment was lost: put off by anything else, anybody "
                        + "can keep it for ever");
        scene.at(10_000).ticks().isIn(State.CLOSED, "twice the lifetime is over");
    }

    @Test
    void comes_to_a_good_end() {
        var scene = new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 1, OURS + 1, "").shutsDown();
        scene.hears(ACK, THEIRS + 2, OURS + 2, "")
                .isIn(State.CLOSED, "")
                .isReset(false,
                        "both have finished, and all has arrived: whoever is told of a reset now looks for a fault");
        for (var control : List.of(ACK, FIN | ACK, SYN)) {
            scene.hears(control, THEIRS + 1, OURS + 2, "")
                    .sends("it is over: what comes now is for the table, which answers strangers");
        }
    }

    @Test
    void takes_nothing_behind_their_end() {
        var likely = "FIN says that nothing comes behind it: what does is none of the stream";
        var scene = new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 1, OURS + 1, "hello");
        scene.hears(ACK | PSH, THEIRS + 7, OURS + 1, "world").acknowledges(THEIRS + 7, likely).reads("hello", likely);
        var early = new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 6, OURS + 1, "");
        early.hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello world").acknowledges(THEIRS + 7, likely);
        early.isIn(State.CLOSE_WAIT, likely).reads("hello", likely);
    }

    @Test
    void believes_no_fin_outside_of_the_window() {
        var likely = "it lies outside of the window, and nothing of it is taken";
        var scene = new TcpScene().opened(1_000).hears(ACK | PSH, THEIRS + 1, OURS + 1, "hello");
        for (var sequence : List.of(THEIRS + 50_001, THEIRS + 1, THEIRS + 5)) {
            scene.hears(FIN | ACK, sequence, OURS + 1, "")
                    .acknowledges(THEIRS + 6, likely)
                    .isIn(State.ESTABLISHED, likely);
        }
        scene.hears(ACK | PSH, THEIRS + 6, OURS + 1, "world")
                .acknowledges(THEIRS + 11, likely)
                .isIn(State.ESTABLISHED, likely);
        scene.hears(FIN | ACK, THEIRS + 11, OURS + 1, "").isIn(State.CLOSE_WAIT, "this one is theirs");
    }

    @Test
    void is_reset_in_any_state() {
        var likely = "a reset with the number that comes next ends it, in any state";
        var received = new TcpScene().hears(SYN, THEIRS, 0, "");
        isReset(received, THEIRS + 1, likely);
        isReset(new TcpScene().opened(1_000).shutsDown(), THEIRS + 1, likely);
        isReset(new TcpScene().opened(1_000).shutsDown().hears(ACK, THEIRS + 1, OURS + 2, ""), THEIRS + 1, likely);
        isReset(new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 1, OURS + 1, ""), THEIRS + 2, likely);
        isReset(new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 1, OURS + 1, "").shutsDown(), THEIRS + 2,
                likely);
    }

    private static void isReset(TcpScene scene, int sequence, String likely) {
        scene.hears(RST, sequence, 0, "")
                .sends("a reset is never answered")
                .isIn(State.CLOSED, likely)
                .isReset(true, likely);
        scene.isAtEnd(true, "nothing more will come").hasNoAlarm("it is over");
    }

    @Test
    void tells_whoever_can_be_told_that_it_ends_at_once() {
        tells(new TcpScene().hears(SYN, THEIRS, 0, ""), OURS + 1);
        tells(new TcpScene().opened(1_000).writes("hello"), OURS + 6);
        tells(new TcpScene().opened(1_000).shutsDown(), OURS + 2);
        tells(new TcpScene().opened(1_000).shutsDown().hears(ACK, THEIRS + 1, OURS + 2, ""), OURS + 2);
        tells(new TcpScene().opened(1_000).hears(FIN | ACK, THEIRS + 1, OURS + 1, ""), OURS + 1);
        var nobody = "there is nobody who has to be told";
        new TcpScene().aborts().sends(nobody).isIn(State.CLOSED, "");
        new TcpScene().opens().aborts().sends(nobody).isIn(State.CLOSED, "");
        waiting().aborts().sends(nobody).isIn(State.CLOSED, "").hasNoAlarm("it is over");
        new TcpScene().opened(1_000).hears(RST, THEIRS + 1, 0, "").aborts().sends(nobody).isIn(State.CLOSED, "");
    }

    private static void tells(TcpScene scene, int sequence) {
        var before = scene.tcp.state();
        scene.aborts();
        scene.is("as what was sent in " + before, scene.said.stream()
                .map(segment -> (segment.is(RST) ? "RST seq " : "no reset, seq ") + segment.header().sequence())
                .toList(), List.of("RST seq " + sequence),
                "the other side believes in it, and goes on sending until it is told");
        scene.isIn(State.CLOSED, "")
                .isReset(false, "it was ended from this side, and whoever did that knows it")
                .hasNoAlarm("it is over");
    }
}
