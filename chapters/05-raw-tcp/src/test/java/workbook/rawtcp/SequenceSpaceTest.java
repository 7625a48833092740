package workbook.rawtcp;

import java.util.List;
import org.junit.jupiter.api.Test;
import workbook.rawtcp.SequenceEvent.Kind;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;

class SequenceSpaceTest {
    private static final String CIRCLE = "these are places on a circle, not of numbers on a line: what counts is the way "
            + "from one to the other";

    // Numbers

    @Test
    void knows_what_comes_first() {
        compares(1, 2, true, true, "the first number is asked about, whether it comes before the second");
        compares(2, 1, false, false, "the first number is asked about, whether it comes before the second");
        compares(1_000, 1_460 + 1_000, true, true, "");
    }

    @Test
    void knows_equal_numbers() {
        compares(7, 7, false, true, "no number comes before itself");
        compares(-1, -1, false, true, "no number comes before itself");
        compares(0, 0, false, true, "no number comes before itself");
    }

    @Test
    void goes_round() {
        var likely = "4,294,967,295 is followed by 0; " + CIRCLE;
        compares(-1, 0, true, true, likely);
        compares(0, -1, false, false, likely);
        compares(0xffff_ff00, 0x100, true, true, likely);
        compares(0x100, 0xffff_ff00, false, false, likely);
        var inTheMiddle = "the int's range ends between 2,147,483,647 and 2,147,483,648, and the circle does not: it ends between "
                + "no two numbers";
        compares(0x7fff_ffff, 0x8000_0000, true, true, inTheMiddle);
        compares(0x8000_0000, 0x7fff_ffff, false, false, inTheMiddle);
    }

    @Test
    void compares_any_numbers_less_than_half_the_circle_apart() {
        var random = Seed.random();
        for (var round = 0; round < 200; round++) {
            var number = random.nextInt();
            var distance = 1 + random.nextInt(Integer.MAX_VALUE);
            compares(number, number + distance, true, true, CIRCLE);
            compares(number + distance, number, false, false, CIRCLE);
        }
        compares(5, 5 + Integer.MAX_VALUE, true, true, CIRCLE);
        compares(5 + Integer.MAX_VALUE, 5, false, false, CIRCLE);
    }

    private static void compares(int a, int b, boolean isBefore, boolean isBeforeOrEqual, String likely) {
        var transcript = new Transcript();
        transcript.test("asked about " + Integer.toUnsignedString(a) + " and " + Integer.toUnsignedString(b));
        Call.of(transcript, () -> "lt " + SequenceSpace.lt(a, b))
                .whenReturned(text -> !likely.isEmpty(), likely)
                .returns("lt " + isBefore);
        Call.of(transcript, () -> "le " + SequenceSpace.le(a, b))
                .whenReturned(text -> a == b, "le is true also where the two are the same")
                .whenReturned(text -> !likely.isEmpty() && a != b, likely)
                .returns("le " + isBeforeOrEqual);
    }

    // The tracker

    @Test
    void counts_from_the_first_that_it_sees() {
        var direction = new Direction();
        direction.sends("a SYN", 0xf970_a374, Control.SYN, 0);
        direction.brings(Kind.NEW, 0, "the count begins with the first segment: the SYN has the number 0");
        direction.sends("3 bytes", 0xf970_a375, Control.ACK | Control.PSH, 3);
        direction.brings(Kind.NEW, 1, "the SYN has the number 0, and the first byte the number 1");
        direction.expects(0xf970_a378, "");

        var middle = new Direction();
        middle.sends("10 bytes, the first that you see", 5_000, Control.ACK, 10);
        middle.brings(Kind.NEW, 0,
                "whoever begins to watch in the middle sees no SYN: the first segment begins the count");
        middle.sends("10 bytes", 5_010, Control.ACK, 10);
        middle.brings(Kind.NEW, 10, "");
    }

    @Test
    void begins_with_an_acknowledgment_too() {
        var direction = new Direction();
        direction.sends("an acknowledgment, the first that you see", 5_000, Control.ACK, 0);
        direction.brings(Kind.EMPTY, 0, "the very first segment begins the count, also one that takes no numbers");
        direction.expects(5_000, "the very first segment begins the count, also one that takes no numbers");
        direction.sends("10 bytes", 5_000, Control.ACK, 10);
        direction.brings(Kind.NEW, 0, "it begins right where the next number is expected");
    }

    // RFC 9293, 3.4: "the SYN and FIN flags are assigned sequence numbers, too".
    @Test
    void counts_syn_and_fin() {
        var direction = new Direction();
        direction.sends("a SYN", 100, Control.SYN, 0);
        direction.expects(101,
                "the SYN takes a number of its own; so what is expected is not 100, nor the last one that was "
                        + "seen: SYN takes a number");
        direction.brings(Kind.NEW, 0, "SYN takes a number, and so it is not empty");
        direction.sends("2 bytes", 101, Control.ACK, 2);
        direction.brings(Kind.NEW, 1, "SYN takes a number");
        direction.expects(103, "the next number is expected, not the last one that was seen");
        direction.sends("4 bytes and a FIN", 103, Control.ACK | Control.FIN, 4);
        direction.expects(108, "FIN takes a number, behind those of the data");

        var atOnce = new Direction();
        atOnce.sends("a SYN with 5 bytes", 0, Control.SYN, 5);
        atOnce.expects(6, "SYN takes a number, and stands in front of the data");
        atOnce.sends("a FIN alone", 6, Control.FIN | Control.ACK, 0);
        atOnce.brings(Kind.NEW, 6, "FIN takes a number");
        atOnce.expects(7, "FIN takes a number");

        var answer = new Direction();
        answer.sends("a SYN with ACK", 9_000, Control.SYN | Control.ACK, 0);
        answer.expects(9_001, "SYN takes a number, with ACK beside it, too");
        var strange = new Direction();
        strange.sends("a SYN and a FIN in one", 50, Control.SYN | Control.FIN, 1);
        strange.expects(53, "SYN takes a number, and FIN another one");
    }

    @Test
    void counts_no_other_bit() {
        var direction = new Direction();
        direction.sends("2 bytes", 100, Control.ACK, 2);
        for (var bit : List.of(Control.RST, Control.PSH, Control.URG, Control.ECE, Control.CWR, Control.AE)) {
            direction.sends("a " + Control.names(bit) + " without data", 102, bit | Control.ACK, 0);
            direction.brings(Kind.EMPTY, 2, "SYN and FIN take a number, and no other bit does");
        }
        direction.sends("3 bytes with RST and URG", 102, Control.RST | Control.URG, 3);
        direction.brings(Kind.NEW, 2, "it has data, whatever its bits are");
        direction.expects(105, "SYN and FIN take a number, and no other bit does");
    }

    @Test
    void is_not_deceived_by_a_syn_that_comes_again() {
        var direction = new Direction();
        direction.sends("a SYN", 100, Control.SYN, 0);
        direction.sends("10 bytes", 101, Control.ACK, 10);
        direction.sends("the SYN once more", 100, Control.SYN, 0);
        direction.brings(Kind.OLD, 0,
                "the first segment begins the count, and this one was there before: its answer was lost");
        direction.expects(111, "a segment that is sent again is no step back");
    }

    @Test
    void has_no_number_that_stands_for_nothing() {
        for (var end : List.of(0, -1)) {
            var direction = new Direction();
            direction.sends("10 bytes", end - 10, Control.ACK, 10);
            direction.expects(end, CIRCLE);
            direction.sends("1 byte", end, Control.ACK, 1);
            direction.brings(Kind.NEW, 10,
                    "any number may be the next one, also 0 and 4,294,967,295: none of them can stand for "
                            + "\"not begun\"");
        }
    }

    @Test
    void knows_what_is_empty() {
        var direction = new Direction();
        direction.sends("2 bytes", 100, Control.ACK, 2);
        direction.sends("an acknowledgment", 102, Control.ACK, 0);
        direction.brings(Kind.EMPTY, 2, "it has neither data nor SYN nor FIN: nothing of it is new");
        direction.sends("a question whether you are still there", 101, Control.ACK, 0);
        direction.brings(Kind.EMPTY, 1, "it has neither data nor SYN nor FIN");
        direction.sends("an acknowledgment behind something that was lost", 110, Control.ACK, 0);
        direction.brings(Kind.EMPTY, 10, "it has neither data nor SYN nor FIN");
        direction.expects(102, "a segment that takes no numbers moves nothing on");
    }

    @Test
    void knows_what_is_old() {
        var direction = new Direction();
        direction.sends("10 bytes", 100, Control.ACK, 10);
        direction.sends("10 bytes", 110, Control.ACK, 10);
        direction.sends("the first 10 bytes once more", 100, Control.ACK, 10);
        direction.brings(Kind.OLD, 0, "all of it lies before the number that is expected");
        direction.expects(120, "a segment that is sent again is no step back");
        direction.sends("3 bytes from the middle", 105, Control.ACK, 3);
        direction.brings(Kind.OLD, 5, "all of it lies before the number that is expected");
        direction.sends("the last 10 bytes once more", 110, Control.ACK, 10);
        direction.brings(Kind.OLD, 10, "it ends right in front of the number that is expected");
    }

    @Test
    void knows_what_overlaps() {
        var direction = new Direction();
        direction.sends("10 bytes", 100, Control.ACK, 10);
        direction.sends("10 bytes, of which 4 were there", 106, Control.ACK, 10);
        direction.brings(Kind.OVERLAP, 6, "it begins before the number that is expected, and ends behind it");
        direction.expects(116, "what it brings beyond is new");
        direction.sends("all bytes and a FIN", 100, Control.FIN, 16);
        direction.brings(Kind.OVERLAP, 0, "of what it brings the FIN is new");
        direction.expects(117, "of what it brings the FIN is new");
    }

    @Test
    void passes_over_a_gap() {
        var direction = new Direction();
        direction.sends("10 bytes", 100, Control.ACK, 10);
        direction.sends("10 bytes, further on", 120, Control.ACK, 10);
        direction.brings(Kind.GAP, 20, "it begins behind the number that is expected");
        direction.expects(130, "the next number is the one behind its last");
        direction.sends("what was missing", 110, Control.ACK, 10);
        direction.brings(Kind.OLD, 10, "all of it lies before the number that is expected");
        direction.sends("10 bytes", 130, Control.ACK, 10);
        direction.brings(Kind.NEW, 30, "the watcher does not stand before a gap for ever");
    }

    @Test
    void goes_on_behind_the_last_number() {
        var direction = new Direction();
        direction.sends("a SYN", -4, Control.SYN, 0);
        direction.sends("10 bytes", -3, Control.ACK, 10);
        direction.brings(Kind.NEW, 1, CIRCLE);
        direction.expects(7, CIRCLE);
        direction.sends("the same once more", -3, Control.ACK, 10);
        direction.brings(Kind.OLD, 1, CIRCLE);
        direction.sends("10 bytes, of which 5 were there", 2, Control.ACK, 10);
        direction.brings(Kind.OVERLAP, 6, CIRCLE);
        direction.sends("a byte, further on", 0x7000_0000, Control.ACK, 1);
        direction.brings(Kind.GAP, 0x7000_0004, CIRCLE);
        direction.sends("a byte, further on", 0x7fff_fff0, Control.ACK, 1);
        direction.brings(Kind.GAP, 0x7fff_fff4, CIRCLE);
        direction.sends("a byte, further on", 0x8000_0100, Control.ACK, 1);
        direction.brings(Kind.GAP, 0x8000_0104, CIRCLE);
        direction.sends("a byte, further on", 0xf000_0000, Control.ACK, 1);
        direction.brings(Kind.GAP, 0xf000_0004, CIRCLE);
        direction.sends("a byte, once round", 0x1000, Control.ACK, 1);
        direction.brings(Kind.GAP, 0x1004, CIRCLE);
    }

    @Test
    void watches_one_direction_at_a_time() {
        var one = new Direction();
        var other = new Direction();
        one.sends("a SYN", 100, Control.SYN, 0);
        other.sends("another direction's SYN", 9_000, Control.SYN | Control.ACK, 0);
        one.sends("1 byte", 101, Control.ACK, 1);
        one.brings(Kind.NEW, 1, "two watchers share what each has to keep for itself");
        other.sends("1 byte", 9_001, Control.ACK, 1);
        other.brings(Kind.NEW, 1, "two watchers share what each has to keep for itself");
    }

    private static final class Direction {
        private final Transcript transcript = new Transcript();
        private final SequenceTracker tracker = new SequenceTracker();
        private SequenceEvent event;

        void sends(String what, int sequence, int control, int length) {
            transcript.test("showed you " + what + " at " + Integer.toUnsignedString(sequence));
            var header = new TcpHeader(4_000, 4_001, sequence, 77, control, 500, 0, 0, new byte[0]);
            event = Call.of(transcript, () -> tracker.see(header, length)).value();
        }

        void brings(Kind kind, int relative, String likely) {
            Check.of(transcript)
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("of the last one", event.kind() + " at " + Integer.toUnsignedString(event.relative()))
                    .is(kind + " at " + Integer.toUnsignedString(relative));
        }

        void expects(int next, String likely) {
            var actual = Call.of(transcript, tracker::next).value();
            Check.of(transcript)
                    .likelyIf(!likely.isEmpty(), likely)
                    .that("as the next number", Integer.toUnsignedString(actual))
                    .is(Integer.toUnsignedString(next));
        }
    }
}
