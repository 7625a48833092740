package workbook.rawtcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;

class ReassemblerTest {
    private static final int ROOM = 1_000;

    private static final String CIRCLE = "the numbers go round, and something here compares them on a line, or sorts them so";
    private static final String READ = "what was read is kept, although nobody will ask for it again";
    private static final String GROWS = "what came is kept although it can be of no use, and everybody may send as much of that "
            + "as they like";

    @Test
    void hands_out_what_comes_in_order() {
        var bytes = new Scene(100, ROOM);
        bytes.hasReadable(0, "nothing has come yet");
        bytes.reads(10, "", "nothing has come yet");
        bytes.inserts(100, "hello, ");
        bytes.hasNext(107, "the number behind the last byte is the next one");
        bytes.inserts(107, "you");
        bytes.hasReadable(10, "");
        bytes.reads(100, "hello, you", "");
        bytes.hasNext(110, "reading changes nothing about what has come");
    }

    @Test
    void reads_as_much_as_is_asked_for() {
        var bytes = new Scene(0, ROOM);
        bytes.inserts(0, "abcdefgh");
        bytes.reads(3, "abc", "");
        bytes.reads(0, "", "");
        bytes.hasReadable(5, "what has been read is not there any more");
        bytes.reads(9, "defgh", "there are fewer bytes than were asked for: all of them, and nothing else");
        bytes.reads(9, "", "what has been read is not there any more");
    }

    @Test
    void waits_for_what_is_missing() {
        var bytes = new Scene(100, ROOM);
        bytes.inserts(105, "world");
        bytes.hasReadable(0, "what comes before is missing: this may not be read yet");
        bytes.hasNext(100, "a hole is not there: what is acknowledged behind it, the other side never sends again");
        bytes.inserts(100, "hello");
        bytes.hasReadable(10, "what came early was thrown away, or is not found again: it need not come a second time");
        bytes.reads(100, "helloworld", "");
        bytes.hasNext(110, "");
    }

    @Test
    void hands_on_all_that_waited() {
        var bytes = new Scene(0, ROOM);
        for (var at : List.of(8, 2, 6, 4, 10)) {
            bytes.inserts(at, "abcdefghijkl".substring(at, at + 2));
        }
        bytes.inserts(0, "ab");
        bytes.hasReadable(12, "of the pieces that waited, some wait on although nothing is missing in front of them");
        bytes.reads(100, "abcdefghijkl", "");
    }

    @Test
    void takes_pieces_in_any_order() {
        permutations(new ArrayList<>(List.of(0, 1, 2, 3, 4)), 0);
    }

    private static void permutations(List<Integer> order, int from) {
        if (from == order.size()) {
            var bytes = new Scene(-3, ROOM);
            order.forEach(piece -> bytes.inserts(-3 + 2 * piece, "abcdefghij".substring(2 * piece, 2 * piece + 2)));
            bytes.reads(100, "abcdefghij", "");
            return;
        }
        for (var i = from; i < order.size(); i++) {
            Collections.swap(order, from, i);
            permutations(order, from + 1);
            Collections.swap(order, from, i);
        }
    }

    // What overlaps

    @Test
    void takes_nothing_twice() {
        var bytes = new Scene(100, ROOM);
        bytes.inserts(100, "hello");
        bytes.inserts(100, "hello");
        bytes.inserts(102, "ll");
        bytes.inserts(110, "early");
        bytes.inserts(110, "early");
        bytes.hasReadable(5, "these bytes were there already");
        bytes.inserts(105, "-----");
        bytes.reads(100, "hello-----early", "these bytes were there already");
    }

    @Test
    void takes_the_new_part_of_what_begins_before() {
        var bytes = new Scene(100, ROOM);
        bytes.inserts(100, "hello");
        bytes.inserts(102, "llo, you");
        bytes.hasNext(110,
                "of a segment that begins before the next byte the front is old, and the rest is new: it is needed");
        bytes.reads(100, "hello, you", "of a segment that begins before the next byte the front is cut off");
    }

    @Test
    void takes_the_new_part_of_what_runs_into_the_early() {
        var bytes = new Scene(0, ROOM);
        bytes.inserts(5, "fghij");
        bytes.inserts(0, "abcdefg");
        bytes.reads(100, "abcdefghij", "the end of a segment may have come early: it is not taken a second time");
        bytes.inserts(14, "op");
        bytes.inserts(12, "mnopqrst");
        bytes.inserts(10, "kl");
        bytes.reads(100, "klmnopqrst",
                "a segment may have an early one in its middle, and new bytes on both sides of it");
    }

    @Test
    void keeps_the_first_of_two() {
        var bytes = new Scene(0, ROOM);
        bytes.inserts(4, "EEEE");
        bytes.inserts(2, "llllllll");
        bytes.inserts(0, "aaaaaa");
        bytes.reads(100, "aallEEEEll",
                "of a byte that comes twice the first is kept, so that nobody can change what was there");
    }

    // Room

    @Test
    void has_room_where_nothing_is_read() {
        var bytes = new Scene(0, 10);
        bytes.hasWindow(10, "the capacity, and nothing has come yet");
        bytes.inserts(0, "abcd");
        bytes.hasWindow(6, "what nobody has read takes room");
        bytes.inserts(6, "gh");
        bytes.hasWindow(6, "what came early lies within the window, which is counted from the next byte on");
        bytes.reads(3, "abc", "");
        bytes.hasWindow(9, "what was read makes room");
        bytes.inserts(4, "ef");
        bytes.hasWindow(5, "what was early is there in order now, and takes room until it is read");
    }

    @Test
    void takes_no_more_than_there_is_room_for() {
        var bytes = new Scene(0, 10);
        bytes.inserts(0, "abcdefghijklmno");
        bytes.hasNext(10, "of a segment that does not fit, as much is taken as fits, and no more");
        bytes.hasWindow(0, "no room is left, and to say so is what a window is for");
        bytes.inserts(10, "klm");
        bytes.hasReadable(10, "there is no room: it may as well not have come");
        bytes.reads(4, "abcd", "");
        bytes.hasNext(10, "what there was no room for has not been kept: it comes again");
        bytes.inserts(12, "mnop");
        bytes.inserts(10, "kl");
        bytes.hasNext(14, "the window ended in the middle of a segment that came early");
        bytes.reads(100, "efghijklmn", "");
    }

    @Test
    void takes_nothing_from_beyond() {
        var bytes = new Scene(0, 10);
        bytes.inserts(10, "klm");
        bytes.inserts(1_000_000, "far");
        bytes.inserts(0, "abcdefghij");
        bytes.hasNext(10, "it lay beyond the window: it may as well not have come");
        bytes.reads(100, "abcdefghij", "");
        bytes.hasNext(10, "it lay beyond the window: it may as well not have come");
    }

    @Test
    void holds_nothing_from_beyond() {
        holdsLittle("pieces from beyond the window", 2_000, 10_000, piece -> 2_000 + piece * 10_000);
    }

    @Test
    void holds_nothing_twice() {
        holdsLittle("the same early piece over and over", 2_000, 10_000, piece -> 500);
    }

    @Test
    void holds_nothing_within_the_window_twice() {
        holdsLittle("the same early piece of 900 bytes over and over", 6_000, 900, piece -> 10);
    }

    @Test
    void holds_nothing_that_was_read() {
        var transcript = new Transcript();
        transcript.test("gave you 5 MB in order, for a capacity of 1000, and read them");
        var reassembler = Call.of(transcript, () -> new Reassembler(0, ROOM)).value();
        var before = used();
        Call.doing(transcript, () -> {
            for (var piece = 0; piece < 5_000; piece++) {
                reassembler.insert(piece * ROOM, new byte[ROOM]);
                reassembler.read(ROOM);
            }
        }).whenThrew(OutOfMemoryError.class, READ).completes();
        var held = used() - before;
        Reference.reachabilityFence(reassembler);
        Check.of(transcript)
                .likely(READ)
                .holds(held < 2_500_000, "that it holds next to nothing of them",
                        "it holds " + held / 1_000_000 + " MB more");
    }

    /// The pieces are 20 MB, and what may be held is a thousand bytes.
    private static void holdsLittle(String what, int pieces, int bytes, IntUnaryOperator sequence) {
        var transcript = new Transcript();
        transcript.test("gave you, for a capacity of 1000, " + pieces * bytes / 1_000_000 + " MB: " + what);
        var reassembler = Call.of(transcript, () -> new Reassembler(0, ROOM)).value();
        var before = used();
        Call.doing(transcript, () -> {
            for (var piece = 0; piece < pieces; piece++) {
                reassembler.insert(sequence.applyAsInt(piece), new byte[bytes]);
            }
        }).whenThrew(OutOfMemoryError.class, GROWS).whenHung(GROWS).completes();
        var held = used() - before;
        Reference.reachabilityFence(reassembler);
        Check.of(transcript)
                .likely(GROWS)
                .holds(held < pieces * bytes / 2, "that it holds next to nothing of them",
                        "it holds " + held / 1_000_000 + " MB more");
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    // Numbers

    @Test
    void goes_round() {
        for (var next : List.of(-5, Integer.MAX_VALUE - 4)) {
            var bytes = new Scene(next, ROOM);
            bytes.inserts(next + 8, "ijkl");
            bytes.inserts(next + 3, "defg");
            bytes.inserts(next + 2, "cdefghi");
            bytes.hasReadable(0, CIRCLE);
            bytes.inserts(next, "abc");
            bytes.hasNext(next + 12, CIRCLE);
            bytes.reads(100, "abcdefghijkl", CIRCLE);
            bytes.inserts(next + 6, "ghijklmn");
            bytes.reads(100, "mn", CIRCLE);
        }
    }

    @Test
    void goes_round_where_its_room_does_not() {
        for (var next : List.of(-5, Integer.MAX_VALUE - 4)) {
            var bytes = new Scene(next, 10);
            bytes.inserts(next, "abcdefghij");
            bytes.reads(100, "abcdefghij",
                    "the numbers go round at 2^32, and at 2^31 an int changes its sign; a ring of ten places "
                            + "goes round elsewhere: a place must not be made of a number alone");
        }
    }

    @Test
    void is_one_of_two() {
        var likely = "each direction of a connection has its own: what a reassembler remembers is not static";
        var early = new Scene(100, ROOM);
        var other = new Scene(100, ROOM);
        early.inserts(105, "world");
        other.inserts(100, "hello");
        other.reads(100, "hello", likely);
    }

    @Test
    void takes_a_zero_for_a_byte() {
        var bytes = new Scene(0, ROOM);
        bytes.inserts(2, "\0\0");
        bytes.inserts(1, "abc");
        bytes.inserts(0, "-");
        bytes.reads(100, "-a\0\0", "0 is a byte like any other, and cannot stand for one that is not there");
    }

    @Test
    void uses_its_room_again() {
        var bytes = new Scene(0, 10);
        bytes.inserts(0, "abcdefgh");
        bytes.reads(8, "abcdefgh", "");
        bytes.inserts(10, "kl");
        bytes.hasNext(8, "what was read is not there any more: its place is free, and was not filled again yet");
        bytes.inserts(8, "ij");
        bytes.reads(100, "ijkl", "what was read is not there any more, and its place is free");
    }

    @Test
    void takes_segments_without_data() {
        var bytes = new Scene(100, ROOM);
        bytes.inserts(100, "");
        bytes.inserts(105, "");
        bytes.inserts(90, "");
        bytes.hasNext(100, "there was nothing in it");
        bytes.inserts(100, "abcdefgh");
        bytes.reads(100, "abcdefgh", "a segment without data stands in the way");
    }

    @Test
    void leaves_the_callers_array_alone() {
        var transcript = new Transcript();
        transcript.test("gave you an array twice, and wrote something else into it in between");
        var data = "early".getBytes(ISO_8859_1);
        var text = Call.of(transcript, () -> {
            var reassembler = new Reassembler(0, ROOM);
            reassembler.insert(5, data);
            System.arraycopy("order".getBytes(ISO_8859_1), 0, data, 0, 5);
            reassembler.insert(0, data);
            Arrays.fill(data, (byte) '-');
            return new String(reassembler.read(10), ISO_8859_1);
        }).value();
        Check.of(transcript)
                .likely("the next packet is read into the same array: keep the bytes, not the array")
                .that("the bytes", text)
                .is("orderearly");
    }

    @Test
    void puts_anything_together() {
        var random = Seed.random();
        for (var round = 0; round < 30; round++) {
            var message = Seed.bytes(random, 1 + random.nextInt(2_000));
            var first = random.nextInt();
            var transcript = new Transcript();
            transcript.test("gave you " + message.length + " bytes from " + Integer.toUnsignedString(first)
                    + " on, in pieces that overlap and come in any order, for a capacity of 300");
            var result = Call.of(transcript, () -> {
                var reassembler = new Reassembler(first, 300);
                var out = new ByteArrayOutputStream();
                for (var tries = 0; out.size() < message.length && tries < 100_000; tries++) {
                    // Somewhere around what is missing, as a sender would that has heard little.
                    var at = Math.clamp(reassembler.next() - first + random.nextInt(400) - 100L, 0, message.length);
                    var end = Math.min(message.length, at + random.nextInt(120));
                    reassembler.insert(first + at, Arrays.copyOfRange(message, at, end));
                    if (random.nextInt(4) == 0) {
                        out.writeBytes(reassembler.read(random.nextInt(200)));
                    }
                }
                return HexFormat.of().formatHex(out.toByteArray());
            }).value();
            Check.of(transcript).that("the bytes, read little by little", result).is(HexFormat.of().formatHex(message));
        }
    }

    // The test's own

    /// A reassembler whose deeds are noted.
    private static final class Scene {
        private final Transcript transcript = new Transcript();
        private final Reassembler reassembler;

        Scene(int next, int capacity) {
            transcript.test("began at " + Integer.toUnsignedString(next) + " with a capacity of " + capacity);
            reassembler = Call.of(transcript, () -> new Reassembler(next, capacity)).value();
        }

        void inserts(int sequence, String data) {
            transcript.test("gave you " + (data.isEmpty() ? "no bytes" : data) + " at "
                    + Integer.toUnsignedString(sequence));
            Call.doing(transcript, () -> reassembler.insert(sequence, data.getBytes(ISO_8859_1))).completes();
        }

        void reads(int most, String expected, String likely) {
            var bytes = Call.of(transcript, () -> reassembler.read(most)).value();
            is("from read(" + most + ")", new String(bytes, ISO_8859_1), expected, likely);
        }

        void hasNext(int next, String likely) {
            is("as the next number", Integer.toUnsignedString(Call.of(transcript, reassembler::next).value()),
                    Integer.toUnsignedString(next), likely);
        }

        void hasReadable(int count, String likely) {
            is("as readable", Call.of(transcript, reassembler::readable).value(), count, likely);
        }

        void hasWindow(int bytes, String likely) {
            is("as the window", Call.of(transcript, reassembler::window).value(), bytes, likely);
        }

        private void is(String where, Object actual, Object expected, String likely) {
            Check.of(transcript).likelyIf(!likely.isEmpty(), likely).that(where, actual).is(expected);
        }
    }
}
