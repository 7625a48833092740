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

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import workbook.kit.network.PrivateNetwork;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

class HandshakeTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final String OTHER_BITS = "a control bit more, which has nothing to do with this, and the segment was not "
            + "known any more: ask for the bits that matter, and not for all at once";
    private static final String LAST = "the acknowledgment is the number of the last one that has come; what is meant is the "
            + "next one";

    /// A machine that has sent its SYN.
    private static final class Opening {
        final ActiveOpen machine;
        final Talk talk;
        final Segment syn;

        Opening() {
            this(OURS);
        }

        Opening(int initialSequence) {
            machine = Call.of(() -> new ActiveOpen(ENDS, initialSequence)).value();
            talk = new Talk("began at " + Integer.toUnsignedString(initialSequence), () -> machine);
            syn = talk.says(() -> List.of(machine.open())).segments().getFirst();
        }

        /// The answer that every handshake hopes for.
        Opening opened() {
            talk.hears(theirs(SYN | ACK, THEIRS, OURS + 1));
            talk.isIn(State.ESTABLISHED, "");
            return this;
        }
    }

    @Test
    void begins_with_a_syn() {
        for (var first : List.of(OURS, -2, Integer.MAX_VALUE)) {
            var machine = Call.of(() -> new ActiveOpen(ENDS, first)).value();
            var talk = new Talk("began at " + Integer.toUnsignedString(first), () -> machine);
            talk.isIn(State.CLOSED, "nothing has been sent");
            var syn = talk.says(() -> List.of(machine.open()));
            var header = syn.segments().getFirst().header();
            syn.mustBe(talk.check()
                    .likelyIf(header.is(ACK), "there is nothing yet to acknowledge: ACK would make its number count")
                    .likelyIf(syn.segments().getFirst().data().length > 0,
                            "data may only be sent to somebody who has said how much they take")
                    .likelyIf(header.sequence() != first, "the connection begins at the number that it was given"),
                    "SYN seq " + Integer.toUnsignedString(first));
            talk.check()
                    .that("as the window", header.window())
                    .is(0xffff)
                    .that("as the ends", Ends.ofReceived(syn.segments().getFirst()))
                    .is(new Ends(ENDS.remote(), ENDS.remotePort(), ENDS.local(), ENDS.localPort()));
            talk.isIn(State.SYN_SENT, "nobody has answered yet");
        }
    }

    @Test
    void acknowledges_the_answer() {
        for (var first : List.of(OURS, -1)) {
            for (var theirFirst : List.of(THEIRS, -1)) {
                var opening = new Opening(first);
                var said = opening.talk.hears(theirs(SYN | ACK, theirFirst, first + 1));
                var expected = "ACK seq " + Integer.toUnsignedString(first + 1) + " ack "
                        + Integer.toUnsignedString(theirFirst + 1);
                said.mustBe(opening.talk.check()
                        .likelyIf(said.segments().isEmpty(), "the other side waits for the third segment")
                        .likelyIf(said.is(expected.replaceAll("ack .*", "ack " + Integer.toUnsignedString(theirFirst))),
                                LAST + ". A SYN has a number like a byte")
                        .likelyIf(said.is(expected.replaceAll("seq \\d+", "seq " + Integer.toUnsignedString(first))),
                                "the SYN has taken a number, and what comes behind it has the next one"),
                        expected);
                opening.talk.isIn(State.ESTABLISHED, "all three segments have been sent");
                opening.talk.check()
                        .that("as sendNext", opening.machine.sendNext())
                        .is(first + 1)
                        .likely(LAST)
                        .that("as receiveNext", opening.machine.receiveNext())
                        .is(theirFirst + 1)
                        .that("as the window", said.segments().getFirst().header().window())
                        .is(0xffff)
                        .that("as the ends", Ends.ofReceived(said.segments().getFirst()))
                        .is(Ends.ofReceived(opening.syn));
            }
        }
    }

    // RFC 9293, 3.10.7.3, first: check the ACK bit.
    @Test
    void refuses_an_acknowledgment_of_something_else() {
        for (var acknowledged : List.of(OURS, OURS + 2, THEIRS, 0)) {
            for (var control : List.of(SYN | ACK, ACK)) {
                var opening = new Opening();
                var said = opening.talk.hears(theirs(control, THEIRS, acknowledged));
                said.mustBe(opening.talk.check()
                        .likelyIf(said.segments().isEmpty(),
                                "it belongs to a connection that this side knows nothing of, and "
                                        + "nobody tells the other side")
                        .likely("it acknowledges a number that this side has not sent: it belongs to another connection, one "
                                + "that was before this one, perhaps"),
                        "RST seq " + acknowledged);
                opening.talk.isIn(State.SYN_SENT, "something old has come, and it says nothing about this connection");
                opening.opened();
            }
        }
    }

    @Test
    void answers_no_reset_by_a_reset() {
        var opening = new Opening();
        var said = opening.talk.hears(theirs(RST | ACK, 0, OURS));
        said.mustBe(opening.talk.check()
                .likely("a reset that is answered by a reset may be answered by a reset, and so on, for ever"));
        opening.talk.isIn(State.SYN_SENT,
                "it acknowledges a number that this side has not sent: it is not about this SYN");
    }

    @Test
    void takes_a_refusal() {
        var opening = new Opening();
        opening.talk.hears(theirs(RST | ACK, 0, OURS + 1))
                .mustBe(opening.talk.check().likely("nobody waits for an answer to a reset"));
        opening.talk.isIn(State.CLOSED, "that is how a kernel says \"connection refused\": nobody listens at the port");
    }

    @Test
    void believes_no_reset_that_acknowledges_nothing() {
        var opening = new Opening();
        opening.talk.hears(theirs(RST, OURS, 0)).mustBe(opening.talk.check());
        opening.talk.isIn(State.SYN_SENT,
                "without ACK it shows nothing that only the other side could know: anybody could send it");
        opening.opened();
    }

    @Test
    void does_not_open_without_their_syn() {
        for (var control : List.of(ACK, ACK | PSH, ACK | FIN)) {
            var opening = new Opening();
            opening.talk.hears(theirs(control, THEIRS, OURS + 1))
                    .mustBe(opening.talk.check()
                            .likely("the number is right, and still nobody has said where their numbers begin"));
            opening.talk.isIn(State.SYN_SENT, "nobody has said where their numbers begin: a SYN does");
            opening.opened();
        }
    }

    @Test
    void leaves_a_syn_without_ack_alone() {
        var opening = new Opening();
        opening.talk.hears(theirs(SYN, THEIRS, 0))
                .mustBe(opening.talk.check()
                        .likely("both open at once, which is not dealt with here: it is for the last exercise of this chapter"));
        opening.talk.isIn(State.SYN_SENT, "both open at once, which is not dealt with here");
        opening.opened();
    }

    @Test
    void takes_no_notice_of_other_bits() {
        for (var more : List.of(Control.ECE, Control.URG | PSH, 1 << 11)) {
            var opening = new Opening();
            opening.talk.hears(theirs(SYN | ACK | more, THEIRS, OURS + 1))
                    .mustBe(opening.talk.check()
                            .likely(OTHER_BITS), "ACK seq 1001 ack 5001");
            var refused = new Opening();
            refused.talk.hears(theirs(RST | ACK | more, 0, OURS + 1)).mustBe(refused.talk.check());
            refused.talk.isIn(State.CLOSED, OTHER_BITS);
        }
    }

    @Test
    void takes_a_refusal_whatever_else_it_says() {
        var opening = new Opening();
        opening.talk.hears(theirs(RST | SYN | ACK, THEIRS, OURS + 1)).mustBe(opening.talk.check());
        opening.talk.isIn(State.CLOSED, "a reset is looked for before SYN");
    }

    @Test
    void takes_no_data_with_the_answer() {
        var opening = new Opening();
        opening.talk.hears(theirs(SYN | ACK, THEIRS, OURS + 1, "hello"))
                .mustBe(opening.talk.check()
                        .likely("data is acknowledged that nobody keeps: it is lost, for the other side never sends it again"),
                        "ACK seq 1001 ack 5001");
    }

    @Test
    void leaves_alone_what_is_for_later() {
        var opening = new Opening().opened();
        for (var segment : List.of(theirs(ACK, THEIRS + 1, OURS + 1), theirs(ACK | PSH, THEIRS + 1, OURS + 1, "hello"),
                theirs(FIN | ACK, THEIRS + 1, OURS + 1))) {
            opening.talk.hears(segment)
                    .mustBe(opening.talk.check()
                            .likely("data and ends are for later exercises; and an acknowledgment that is acknowledged is acknowledged in "
                                    + "turn, and so on, for ever"));
            opening.talk.isIn(State.ESTABLISHED, "");
        }
    }

    @Test
    void is_over_when_it_is_over() {
        var opening = new Opening();
        opening.talk.hears(theirs(RST | ACK, 0, OURS + 1)).mustBe(opening.talk.check());
        opening.talk.hears(theirs(SYN | ACK, THEIRS, OURS + 1))
                .mustBe(opening.talk.check().likely("it was refused, and it is over: what comes now is late"));
        opening.talk.isIn(State.CLOSED, "it was refused, and it is over: what comes now is late");
    }

    @Test
    void acknowledges_the_answer_again() {
        var opening = new Opening().opened();
        for (var time = 0; time < 2; time++) {
            var said = opening.talk.hears(theirs(SYN | ACK, THEIRS, OURS + 1));
            said.mustBe(opening.talk.check()
                    .likelyIf(said.segments().isEmpty(), "the other side sends its SYN,ACK again, since nobody has "
                            + "acknowledged it: whoever did so sent a segment, and it was lost")
                    .likely("it is the same SYN,ACK, and no number is taken twice"), "ACK seq 1001 ack 5001");
            opening.talk.isIn(State.ESTABLISHED, "it was open before, and is so still");
            opening.talk.check().that("as receiveNext", opening.machine.receiveNext()).is(THEIRS + 1);
        }
        opening.talk.hears(theirs(SYN, 77_777, 0))
                .mustBe(opening.talk.check()
                        .likely("any SYN gets it, whatever its number is: whoever has crashed, and opens again, learns from it what is "
                                + "left of the past"),
                        "ACK seq 1001 ack 5001");
        opening.talk.check().that("as receiveNext", opening.machine.receiveNext()).is(THEIRS + 1);
    }

    // RFC 9293, 3.10.7.4, second; RFC 5961, 3.2.
    @Test
    void believes_only_a_reset_with_the_next_number() {
        for (var sequence : List.of(THEIRS, THEIRS + 2, THEIRS + 70_000, 0)) {
            var opening = new Opening().opened();
            opening.talk.hears(theirs(RST, sequence, 0));
            opening.talk.isIn(State.ESTABLISHED,
                    "whoever knows addresses and ports may guess a number in the window, and end "
                            + "other people's connections; the one number that comes next is harder to guess");
        }
        var opening = new Opening().opened();
        opening.talk.hears(theirs(RST, THEIRS + 1, 0)).mustBe(opening.talk.check());
        opening.talk.isIn(State.CLOSED, "the number is the one that comes next: the other side has ended it");
    }

    @Test
    void is_one_of_two() {
        var first = new Opening().opened();
        var second = new Opening(30_000);
        second.talk.hears(theirs(SYN | ACK, 70_000, 30_001));
        first.talk.hears(theirs(SYN | ACK, THEIRS, OURS + 1))
                .mustBe(first.talk.check()
                        .likely("another connection's number: what a machine remembers is not static"),
                        "ACK seq 1001 ack 5001");
    }

    @Test
    void answers_strangers_with_numbers_that_they_believe() {
        record Row(Segment segment, String reset, String likely) {}
        var noAck = "a segment without ACK says nothing of what it has received, so the number is 0, and ACK shows that this "
                + "segment is meant";
        for (var row : List.of(
                new Row(theirs(ACK, THEIRS, 777), "RST seq 777",
                        "the reset begins where the other side expects it: at the one that was acknowledged"),
                new Row(theirs(SYN | ACK, THEIRS, 0), "RST seq 0", "where ACK is set, 0 is a number like any other"),
                new Row(theirs(ACK | PSH, THEIRS, 777, "hello"), "RST seq 777",
                        "the reset begins where the other side expects it: at the one that was acknowledged"),
                new Row(theirs(SYN, THEIRS, 0), "RST,ACK seq 0 ack 5001", "SYN and FIN have a number each. " + noAck),
                new Row(theirs(SYN, -1, 0), "RST,ACK seq 0 ack 0", "the numbers go round"),
                new Row(theirs(FIN, THEIRS, 0, "hello"), "RST,ACK seq 0 ack 5006", "SYN and FIN have a number each"),
                new Row(theirs(PSH, THEIRS, 99, "hello"), "RST,ACK seq 0 ack 5005", noAck))) {
            var transcript = new Transcript();
            transcript.test("had a reset made for " + Talk.text(row.segment()));
            var reset = Call.of(transcript, () -> Resets.to(row.segment())).value();
            Check.of(transcript)
                    .likelyIf(Talk.text(reset).startsWith("RST seq") && row.reset().startsWith("RST,ACK"),
                            "without ACK the number of the acknowledgment means nothing, and the other side throws the reset "
                                    + "away")
                    .likely(row.likely())
                    .that("as the reset", Talk.text(reset))
                    .is(row.reset());
            Check.of(transcript)
                    .likely("it goes back to the sender: both ends are turned round")
                    .that("as the ends, seen from here", new Ends(reset.source(), reset.header().sourcePort(),
                            reset.destination(), reset.header().destinationPort()))
                    .is(ENDS);
            Check.of(transcript)
                    .likely("nothing of the segment is sent back, and nothing is to be sent to whoever resets: data and window are "
                            + "nothing")
                    .that("bytes of data", reset.data().length)
                    .is(0)
                    .that("as the window", reset.header().window())
                    .is(0);
        }
    }

    // The examiner

    @Test
    void a_kernel_accepts_its_connection() throws IOException {
        Kernel.needed();
        try (var listener = new ServerSocket(0, 1, PrivateNetwork.here());
                var wire = Wire.toKernel(PrivateNetwork.nobody())) {
            TestSide.has(listener);
            listener.setSoTimeout((int) LIMIT.toMillis());
            var ends = new Ends(PrivateNetwork.nobody(), 40_001, PrivateNetwork.here(), listener.getLocalPort());
            var machine = Call.of(() -> new ActiveOpen(ends, 0xfffffffe)).value();
            var talk = new Talk(
                    "began at 4294967294, and carried the segments to the kernel, where a ServerSocket listens",
                    () -> machine);
            var driver = Driver.of(wire, ends, machine);
            driver.send(talk.says(() -> List.of(machine.open())).segments());
            Call.doing(talk.transcript(), () -> driver.until(() -> machine.state() != State.SYN_SENT, LIMIT))
                    .completes();
            talk.isIn(State.ESTABLISHED, "");
            driver.send(List.of(ends.segment(machine.sendNext(), machine.receiveNext(), ACK | PSH, 0xffff, new byte[0],
                    "hello".getBytes(US_ASCII))));
            talk.transcript().test("sent \"hello\" behind it, and had the kernel's socket read");
            talk.check()
                    .likely("the kernel has not taken the third segment for an acknowledgment of its SYN")
                    .that("read from the socket that accept() returned", read(listener))
                    .is("hello");
            driver.send(List.of(ends.segment(machine.sendNext() + 5, machine.receiveNext(), RST | ACK, 0, new byte[0],
                    new byte[0])));
        }
    }

    @Test
    void a_kernel_refuses_it_where_nobody_listens() throws IOException {
        Kernel.needed();
        try (var wire = Wire.toKernel(PrivateNetwork.nobody())) {
            var ends = new Ends(PrivateNetwork.nobody(), 40_002, PrivateNetwork.here(), 9);
            var machine = Call.of(() -> new ActiveOpen(ends, OURS)).value();
            var talk = new Talk("carried the segments to the kernel, to a port at which nobody listens", () -> machine);
            var driver = Driver.of(wire, ends, machine);
            driver.send(talk.says(() -> List.of(machine.open())).segments());
            Call.doing(talk.transcript(), () -> driver.until(() -> machine.state() != State.SYN_SENT, LIMIT))
                    .completes();
            talk.isIn(State.CLOSED, "the kernel has answered with a reset");
        }
    }

    private static String read(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            return new String(socket.getInputStream().readNBytes(5), US_ASCII);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
