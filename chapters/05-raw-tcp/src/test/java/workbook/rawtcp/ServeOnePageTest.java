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
import static workbook.rawtcp.Talk.theirs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class ServeOnePageTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String PAGE = "the page";
    private static final String LONG_PAGE = "0123456789".repeat(150);

    /// A client that plays by the rules, and takes what comes in order.
    private static final class Client {
        final List<String> asked = new ArrayList<>();
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final Talk talk;
        private final int first;
        private final int theirFirst;
        private boolean isEnd;
        private int next;
        private int sent;
        private int window = 0xffff;
        private int told;
        private int segments;

        Client(String response) {
            this(response, OURS, THEIRS);
        }

        /// The request is whatever ends with "!".
        Client(String response, int first, int theirFirst) {
            this.first = first;
            this.theirFirst = theirFirst;
            talk = new Talk("began to listen; a request ends with !, and the response is "
                    + (response.length() > 20 ? response.length() + " bytes" : "\"" + response + "\""),
                    () -> new OnePage(ENDS, first, bytes -> {
                        var request = new String(bytes, US_ASCII);
                        asked.add(request);
                        return request.endsWith("!") ? Optional.of(response.getBytes(US_ASCII)) : Optional.empty();
                    }));
        }

        /// Up to the third segment, which is not sent yet.
        Client knocks() {
            talk.hears(theirs(SYN, theirFirst, 0))
                    .mustBe(talk.check(), "SYN,ACK seq " + Integer.toUnsignedString(first)
                            + " ack " + Integer.toUnsignedString(theirFirst + 1));
            next = first + 1;
            sent = theirFirst + 1;
            return this;
        }

        Client connects() {
            knocks();
            talk.hears(theirs(ACK, sent, next))
                    .mustBe(talk.check()
                            .likely("nobody has asked for anything yet, and an acknowledgment that is acknowledged goes on for ever"));
            talk.isIn(State.ESTABLISHED, "");
            return this;
        }

        Client window(int bytes) {
            window = bytes;
            return this;
        }

        /// Sends data that comes next, or FIN, or an acknowledgment alone.
        Client sends(int control, String data) {
            var segment = theirs(control | ACK, sent, next, window, data);
            sent = segment.end();
            return hears(segment);
        }

        Client sends(String data) {
            return sends(PSH, data);
        }

        Client acknowledges() {
            return sends(0, "");
        }

        Client hears(Segment segment) {
            if (segment.is(ACK)) {
                told = segment.header().acknowledgment() + segment.header().window();
            }
            takes(talk.hears(segment).segments());
            return this;
        }

        private void takes(List<Segment> said) {
            segments = said.size();
            for (var segment : said) {
                talk.check()
                        .likely("a connection that was opened has ACK in each of its segments")
                        .holds(segment.is(ACK) && !segment.is(RST) && !segment.is(SYN), "a segment with ACK, and "
                                + "neither SYN nor RST", Talk.text(segment));
                talk.check()
                        .likely("536 is the most that one may send to somebody who has not said that they take more")
                        .holds(segment.data().length <= OnePage.MSS, "at most 536 bytes in a segment",
                                Integer.toString(segment.data().length));
                talk.check()
                        .likely("nothing was sent since, and nothing was lost: each byte is sent once, right behind the one "
                                + "before")
                        .that("as the sequence number", Integer.toUnsignedString(segment.header().sequence()))
                        .is(Integer.toUnsignedString(next));
                talk.check()
                        .likelyIf(window == 0 && segment.data().length > 0,
                                "the window is shut: the latest one counts, "
                                        + "however large they were before")
                        .likely("the window is how much may be under way in all, from the acknowledgment number on: nobody "
                                + "may send more, sent once or in pieces")
                        .holds(next + segment.data().length - told <= 0, "at most " + window + " bytes under way",
                                next + segment.data().length - told + window + " bytes");
                talk.check().that("as the window of a segment", segment.header().window()).is(0xffff);
                talk.check()
                        .likely("FIN comes once")
                        .holds(!isEnd || segment.length() == 0, "nothing behind FIN", Talk.text(segment));
                received.writeBytes(segment.data());
                next = segment.end();
                isEnd |= segment.is(FIN);
                acknowledged = Optional.of(segment.header().acknowledgment());
            }
        }

        private Optional<Integer> acknowledged = Optional.empty();

        /// All that was sent to it is acknowledged by what it has just heard.
        Client isAcknowledged() {
            return isAcknowledged(sent, segments == 0
                    ? "nobody acknowledges it: the other side believes it lost, and sends it again"
                    : "acknowledged is the next one, behind all that has come");
        }

        Client isAcknowledged(int number, String likely) {
            talk.check()
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("as the last acknowledgment", segments == 0
                            ? "none"
                            : Integer.toUnsignedString(acknowledged.orElseThrow()))
                    .is(Integer.toUnsignedString(number));
            return this;
        }

        Client has(String response, boolean isEnd, String likely) {
            var text = received.toString(US_ASCII);
            talk.check()
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("received", text.length() > 40 ? text.length() + " bytes" : text)
                    .is(response.length() > 40 ? response.length() + " bytes" : response);
            talk.check()
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("received", text)
                    .is(response);
            talk.check()
                    .likelyIf(isEnd,
                            "without FIN nobody learns that this was all: the client waits for more, until its time "
                                    + "is over")
                    .that("as the end, FIN", this.isEnd)
                    .is(isEnd);
            return this;
        }

        Client isIn(State state, String likely) {
            talk.isIn(state, likely);
            return this;
        }
    }

    // Data comes

    @Test
    void acknowledges_what_it_takes() {
        var client = new Client(PAGE).connects().sends("GET");
        client.isAcknowledged();
        client.has("", false, "the request has no end yet");
        client.isIn(State.ESTABLISHED, "");
        client.sends(" it").isAcknowledged();
    }

    @Test
    void answers_a_request_and_closes() {
        var client = new Client(PAGE).connects().sends("GET!");
        client.isAcknowledged();
        client.has(PAGE, true, "the responder has answered");
        client.isIn(State.FIN_WAIT_1, "this side has finished, and the other has not");
    }

    @Test
    void asks_with_everything_that_has_come() {
        var client = new Client(PAGE).connects().sends("G").sends("E").sends("T!");
        client.talk.check()
                .likely("a request comes in whatever pieces: the responder is given all that has come, each time, until it "
                        + "answers")
                .that("asked with", client.asked)
                .is(List.of("G", "GE", "GET!"));
        client.has(PAGE, true, "");
    }

    @Test
    void asks_no_more_when_it_has_an_answer() {
        var client = new Client(PAGE).connects().sends("GET!").sends("more!").isAcknowledged();
        client.talk.check()
                .likely("it has answered, and is never again asked")
                .that("asked with", client.asked)
                .is(List.of("GET!"));
        client.has(PAGE, true, "one response is all");
    }

    @Test
    void takes_data_with_the_segment_that_opens_it() {
        for (var control : List.of(PSH, FIN)) {
            var client = new Client(PAGE).knocks().sends(control, "GET!");
            var likely = "the third segment was lost, and this one came in its place: it acknowledges the SYN, and may bring "
                    + "data, too";
            client.isAcknowledged(client.sent, likely).has(PAGE, true, likely);
        }
    }

    @Test
    void says_nothing_to_a_mere_acknowledgment() {
        var client = new Client(PAGE).connects();
        client.talk.hears(theirs(ACK, THEIRS + 1, OURS + 1))
                .mustBe(client.talk.check()
                        .likely("an acknowledgment that is acknowledged is acknowledged in turn, and so on, for ever"));
        client.sends("GET!").acknowledges();
        client.talk.check()
                .likely("an acknowledgment that is acknowledged is acknowledged in turn, and so on, for ever")
                .that("segments sent for an acknowledgment", client.segments)
                .is(0);
    }

    @Test
    void takes_nothing_twice_and_nothing_early() {
        var client = new Client(PAGE).connects().sends("GE");
        client.hears(theirs(ACK | PSH, THEIRS + 1, OURS + 1, "GE"));
        client.isAcknowledged(THEIRS + 3,
                "it was there already; the acknowledgment was lost, perhaps, and is sent once more");
        client.hears(theirs(ACK | PSH, THEIRS + 5, OURS + 1, "!!"));
        client.isAcknowledged(THEIRS + 3,
                "something is missing in front of it, and what is acknowledged is never sent again");
        client.sends("T!");
        client.talk.check()
                .likely("what was there already, or came too early, is not taken")
                .that("asked with, at last", client.asked.getLast())
                .is("GET!");
    }

    @Test
    void gives_a_syn_an_acknowledgment() {
        var client = new Client(PAGE).connects().sends("GE");
        client.hears(theirs(SYN, THEIRS, 0));
        client.isAcknowledged(THEIRS + 3, "a SYN has no ACK, and gets an acknowledgment all the same");
        client.sends("T!").has(PAGE, true, "");
    }

    // Data goes

    @Test
    void cuts_the_response() {
        var client = new Client(LONG_PAGE).connects().sends("GET!");
        client.has(LONG_PAGE, true,
                "all of it may be sent at once, as the window allows: an acknowledgment need not be waited "
                        + "for");
    }

    @Test
    void stays_within_the_window() {
        var client = new Client(LONG_PAGE).connects().window(600).sends("GET!");
        client.has(LONG_PAGE.substring(0, 600), false,
                "the window is 600 bytes: so many may be under way, and all of them "
                        + "should be");
        client.acknowledges()
                .has(LONG_PAGE.substring(0, 1200), false, "600 bytes have arrived, so 600 more may be sent");
        client.acknowledges().has(LONG_PAGE, true, "");
    }

    @Test
    void goes_on_when_the_window_opens() {
        var client = new Client(LONG_PAGE).knocks().window(600).acknowledges().sends("GET!");
        client.window(0).acknowledges();
        client.has(LONG_PAGE.substring(0, 600), false, "the window is shut: the latest one counts");
        client.window(300).acknowledges();
        client.has(LONG_PAGE.substring(0, 900), false,
                "this segment acknowledges nothing new, and opens the window: that is "
                        + "what it is for");
        client.window(60_000).acknowledges().has(LONG_PAGE, true, "");
    }

    @Test
    void counts_what_is_under_way() {
        var client = new Client(LONG_PAGE).connects().window(600).sends("GET!");
        client.hears(theirs(ACK, THEIRS + 5, OURS + 1 + 300, 400, ""));
        client.has(LONG_PAGE.substring(0, 700), false,
                "300 of 600 bytes have arrived, and from there on there is room for 400, of "
                        + "which 300 are under way: 100 more may be sent");
    }

    @Test
    void believes_no_acknowledgment_of_what_it_has_not_sent() {
        var client = new Client(PAGE).connects().sends("GET!");
        client.hears(theirs(ACK, THEIRS + 5, OURS + 5_000));
        client.isIn(State.FIN_WAIT_1, "this number was not sent: whoever acknowledges it speaks of another connection");
        client.acknowledges().isIn(State.FIN_WAIT_2, "");
    }

    @Test
    void leaves_alone_what_has_no_ack() {
        var client = new Client(PAGE).connects();
        client.talk.hears(theirs(PSH, THEIRS + 1, 0, "GET!"))
                .mustBe(client.talk.check()
                        .likely("without ACK a segment is none of an open connection, and nothing of it is taken"));
        client.talk.hears(theirs(FIN, THEIRS + 1, 0))
                .mustBe(client.talk.check()
                        .likely("without ACK a segment is none of an open connection, and nothing of it is taken"));
        client.isIn(State.ESTABLISHED, "without ACK a segment is none of an open connection");
        client.sends("GET!").has(PAGE, true, "");
    }

    @Test
    void takes_no_notice_of_other_bits() {
        var likely = "a control bit more, which has nothing to do with this, and the segment was not known any more: ask for the "
                + "bits that matter, and not for all at once";
        for (var more : List.of(PSH, Control.ECE, Control.URG, 1 << 11)) {
            var client = new Client(PAGE).connects().sends(more, "GE").sends(FIN | more, "T!").isAcknowledged();
            client.has(PAGE, true, likely).isIn(State.LAST_ACK, likely);
        }
    }

    @Test
    void needs_no_window_for_an_end() {
        var client = new Client("").connects().sends("GET!");
        client.has("", true, "an answer of no bytes is an answer").isAcknowledged();
        client.isIn(State.FIN_WAIT_1, "");
    }

    // The end

    @Test
    void goes_through_the_states_to_the_end() {
        var client = new Client(PAGE).connects().sends("GET!");
        client.isIn(State.FIN_WAIT_1, "this side has finished; the last of its bytes may still be on its way");
        client.acknowledges();
        client.isIn(State.FIN_WAIT_2,
                "FIN is acknowledged, and has taken a number of its own; now the other side may go on for "
                        + "as long as it likes");
        client.sends("bye").isAcknowledged();
        client.sends(FIN, "").isAcknowledged(THEIRS + 9, "their FIN has a number, and is acknowledged like a byte");
        client.isIn(State.TIME_WAIT, "both have finished, and both know");
    }

    @Test
    void does_not_take_an_acknowledgment_of_data_for_one_of_fin() {
        var client = new Client(PAGE).connects().sends("GET!");
        client.hears(theirs(ACK, THEIRS + 5, OURS + 1 + PAGE.length()));
        client.isIn(State.FIN_WAIT_1,
                "all of the data is acknowledged, and FIN is not: it has the number behind the data");
        client.acknowledges().isIn(State.FIN_WAIT_2, "");
    }

    @Test
    void closes_when_the_other_side_has_finished_before() {
        var client = new Client(LONG_PAGE).connects().window(600).sends(FIN, "GET!").isAcknowledged();
        client.has(LONG_PAGE.substring(0, 600), false, "their FIN ends one direction, and says that they listen on");
        client.isIn(State.CLOSE_WAIT,
                "their FIN ends one direction: the other side has finished, and this one has not");
        client.acknowledges()
                .acknowledges()
                .has(LONG_PAGE, true, "their FIN ends one direction, and says that they listen on");
        client.isIn(State.LAST_ACK,
                "both have finished, the other side first: what is waited for is the last acknowledgment, "
                        + "LAST_ACK");
        client.acknowledges().isIn(State.CLOSED, "");
    }

    @Test
    void closes_when_both_finish_at_once() {
        var client = new Client(PAGE).connects().sends("GET!");
        client.hears(theirs(FIN | ACK, THEIRS + 5, OURS + 1 + PAGE.length())).isAcknowledged(THEIRS + 6, "");
        client.isIn(State.CLOSING, "their FIN does not acknowledge this side's, both were under way at once: CLOSING");
        client.hears(theirs(ACK, THEIRS + 6, OURS + 2 + PAGE.length()));
        client.isIn(State.TIME_WAIT, "now it is acknowledged");
        var quicker = new Client(PAGE).connects().sends("GET!").sends(FIN, "").isAcknowledged();
        quicker.isIn(State.TIME_WAIT, "this FIN acknowledges the other one as well: both steps at once");
    }

    @Test
    void finishes_where_no_request_comes() {
        var client = new Client(PAGE).connects().sends("GE").sends(FIN, "").isAcknowledged();
        client.has("", true, "nothing more will come, and so no request: who waits for the rest of it waits for ever");
        client.isIn(State.LAST_ACK, "");
        client.acknowledges().isIn(State.CLOSED, "");
    }

    @Test
    void acknowledges_their_fin_again() {
        var client = new Client(PAGE).connects().sends("GET!").sends(FIN, "");
        client.hears(theirs(FIN | ACK, THEIRS + 5, OURS + 2 + PAGE.length()));
        client.isAcknowledged(THEIRS + 6,
                "the same FIN comes again, since the acknowledgment was lost: TIME_WAIT is there to "
                        + "give it once more");
        client.isIn(State.TIME_WAIT, "");
    }

    @Test
    void believes_only_a_reset_with_the_next_number() {
        var client = new Client(PAGE).connects().sends("GE");
        client.talk.hears(theirs(RST, THEIRS + 1, 0)).mustBe(client.talk.check());
        client.isIn(State.ESTABLISHED, "anybody can send a reset; the number that comes next is harder to guess");
        client.talk.hears(theirs(RST | ACK, THEIRS + 3, OURS + 1)).mustBe(client.talk.check());
        client.isIn(State.CLOSED, "");
    }

    @Test
    void believes_a_reset_at_the_end_too() {
        var client = new Client(PAGE).connects().sends("GET!").sends(FIN, "").isIn(State.TIME_WAIT, "");
        client.talk.hears(theirs(RST, THEIRS + 6, 0)).mustBe(client.talk.check());
        client.isIn(State.CLOSED, "a reset with the next number ends it, in TIME_WAIT too");
        client.talk.hears(theirs(ACK, THEIRS + 6, OURS + 10)).mustBe(client.talk.check().likely("it is over"));
    }

    @Test
    void asks_nothing_for_an_end_alone() {
        var client = new Client(PAGE).connects().sends("GE").sends(FIN, "");
        client.talk.check()
                .likely("the responder is asked when data has come, and nothing has come with FIN")
                .that("asked with",
                        client.asked)
                .is(List.of("GE"));
    }

    // Numbers, and others

    @Test
    void has_numbers_that_go_round() {
        for (var first : List.of(-700, Integer.MAX_VALUE - 700)) {
            var client = new Client(LONG_PAGE, first, first).connects().window(800).sends("GET!").acknowledges();
            client.has(LONG_PAGE, true, "the numbers go round, and something here compares them on a line");
            client.acknowledges()
                    .isIn(State.FIN_WAIT_2, "the numbers go round, and something here compares them on a line");
        }
    }

    @Test
    void is_one_of_two() {
        var first = new Client(PAGE).connects().sends("GE");
        new Client("another page").connects().sends("POST!");
        first.sends("T!").has(PAGE, true, "another connection's bytes: what a machine remembers is not static");
    }

    // The examiner

    @Test
    @Witness("curl")
    void curl_fetches_a_page() throws IOException {
        Kernel.needed();
        var page = "HTTP/1.1 200 OK\r\nContent-Length: 1500\r\nConnection: close\r\n\r\n" + LONG_PAGE;
        var machines = new HashMap<Ends, Machine>();
        var transcript = new Transcript();
        transcript.test("had curl fetch http://10.77.0.2/ from you, its segments carried by way of lo");
        try (var wire = Wire.toKernel(PrivateNetwork.nobody()); var curl = Curl.runs("http://10.77.0.2/")) {
            var driver = new Driver(wire, segment -> {
                if (segment.header().destinationPort() != 80) {
                    return List.of();
                }
                // The test before may have left something behind; a SYN begins.
                if (!segment.is(SYN) && !machines.containsKey(Ends.ofReceived(segment))) {
                    return List.of();
                }
                return machines.computeIfAbsent(Ends.ofReceived(segment), ends -> new OnePage(ends, -100,
                        request -> new String(request, US_ASCII).endsWith("\r\n\r\n")
                                ? Optional.of(page.getBytes(US_ASCII))
                                : Optional.empty()))
                        .on(segment, Instant.now());
            });
            Call.doing(transcript, () -> driver.until(() -> isOver(machines), LIMIT)).completes();
            Check.of(transcript)
                    .row("curl says", curl.err().isEmpty() ? "nothing" : curl.err().strip())
                    .that("from curl", Arrays.hashCode(curl.body()))
                    .is(Arrays.hashCode(LONG_PAGE.getBytes(US_ASCII)));
            Check.of(transcript)
                    .that("as the states", machines.values().stream().map(Machine::state).toList())
                    .is(List.of(State.TIME_WAIT));
        }
    }

    private static boolean isOver(Map<Ends, Machine> machines) {
        return !machines.isEmpty() && machines.values()
                .stream()
                .allMatch(machine -> machine.state() == State.TIME_WAIT || machine.state() == State.CLOSED);
    }
}
