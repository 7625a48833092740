package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Python;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class LineCodecTest {
    private static final int LONGEST = 1_024;

    private static final String HALF = "half a line passed for a whole one: nothing but its end makes bytes a line";
    private static final String RETURN_LEFT = "the CR of the line's end was left in the line";
    private static final String RETURN_ENDS = "a CR was taken for an end: its LF has not come yet";
    private static final String REST_GONE = "one line was taken from the piece, and the rest thrown away: a piece may hold many";
    private static final String DECODED_IN_PIECES = "each piece was decoded by itself: a character may have several bytes, "
            + "and they need not come together";
    private static final String TWO_ENDS = "CR and LF came apart and were taken for two ends";
    private static final String TOO_LATE = "a line's length is looked at when its end has come: whoever never sends an end "
            + "takes all the memory there is";
    private static final String CARRIED_ON = "what follows a line that is too long was taken for lines: part of that line, or "
            + "what somebody hid behind it";

    /// What stands in a report for an empty Optional.
    private enum Nothing {
        YET;

        @Override
        public String toString() {
            return "an empty Optional, no line yet";
        }
    }

    @Test
    void gives_a_line_without_its_end() {
        var codec = new Fed(LONGEST);
        codec.fed("hello\r\n");
        codec.next()
                .whenReturned(ends("\n"), "the line's end was left in the line")
                .whenReturned(ends("\r"), RETURN_LEFT)
                .returns("hello");
        codec.next()
                .whenReturned("hello"::equals, "the line was given twice: it is the caller's now")
                .returns(Nothing.YET);
    }

    @Test
    void takes_a_line_feed_alone_for_an_end() {
        // What nc and every terminal send.
        var codec = new Fed(LONGEST);
        codec.fed("hello\nyou\r\n");
        codec.next()
                .whenReturned(line -> true, "only CR LF was taken for an end; who types into nc sends LF alone")
                .returns("hello");
        codec.next().whenReturned(Nothing.YET::equals, REST_GONE).returns("you");
    }

    @Test
    void waits_for_the_end_of_a_line() {
        var codec = new Fed(LONGEST);
        codec.fed("hel");
        codec.next().whenReturned("hel"::equals, HALF).returns(Nothing.YET);
        codec.fed("lo");
        codec.next().whenReturned("hello"::equals, HALF).returns(Nothing.YET);
        codec.fed("\r\n");
        codec.next()
                .whenReturned("lo"::equals, "what was fed before is forgotten")
                .whenReturned(""::equals, "what was fed before is forgotten")
                .whenReturned(Nothing.YET::equals, "what was fed before is forgotten: a line may take many pieces")
                .whenReturned(ends("\r"), RETURN_LEFT)
                .returns("hello");
    }

    @Test
    void reads_a_line_that_arrives_byte_by_byte() {
        var codec = new Fed(LONGEST);
        var bytes = Bytes.of("套接字🙂\r\n");
        codec.transcript.test("fed " + Bytes.show(bytes) + " one byte at a time");
        for (var i = 0; i < bytes.length; i++) {
            codec.feed(ByteBuffer.wrap(new byte[]{bytes[i]})).completes();
            if (i < bytes.length - 1) {
                codec.next()
                        .whenReturned(line -> true, HALF)
                        .whenReturned("套接字🙂"::equals, RETURN_ENDS)
                        .whenReturned(has("\ufffd"), DECODED_IN_PIECES)
                        .returns(Nothing.YET);
            }
        }
        codec.next()
                .whenReturned(has("\ufffd"), DECODED_IN_PIECES)
                .whenReturned(ends("\r"), RETURN_LEFT)
                .returns("套接字🙂");
    }

    @Test
    void gives_lines_that_came_together() {
        var codec = new Fed(LONGEST);
        codec.fed("one\r\ntwo\nthree\r\nfo");
        for (var line : List.of("one", "two", "three")) {
            codec.next()
                    .whenReturned(has("\n"),
                            "several lines were taken for one: a piece ends where it ends, a line at its end")
                    .whenReturned(Nothing.YET::equals,
                            REST_GONE)
                    .returns(line);
        }
        codec.next().whenReturned("fo"::equals, HALF).returns(Nothing.YET);
        codec.fed("ur\r\n");
        codec.next()
                .whenReturned("ur"::equals, "the beginning of a line was thrown away with the piece it came in")
                .returns("four");
    }

    @Test
    void takes_a_line_end_that_is_cut_in_two() {
        var codec = new Fed(LONGEST);
        codec.fed("one\r");
        codec.next()
                .whenReturned(line -> line != Nothing.YET, RETURN_ENDS)
                .returns(Nothing.YET);
        codec.fed("\ntwo\r\n");
        codec.next().whenReturned(ends("\r"), RETURN_LEFT + ": it came in another piece than the LF").returns("one");
        codec.next().whenReturned(""::equals, TWO_ENDS).returns("two");
        codec.next().whenReturned(""::equals, TWO_ENDS).returns(Nothing.YET);
    }

    @Test
    void gives_empty_lines() {
        var codec = new Fed(LONGEST);
        codec.fed("\r\n\n\r\nend\r\n");
        for (var line : List.of("", "", "", "end")) {
            codec.next()
                    .whenReturned("end"::equals, "an empty line was left out: it is a line, and somebody sent it")
                    .returns(line);
        }
    }

    @Test
    void keeps_blanks() {
        var codec = new Fed(LONGEST);
        codec.fed(" \t two  words \u3000\r\n");
        codec.next()
                .whenReturned(line -> true, "blanks were cut off: they are a part of what was said")
                .returns(" \t two  words \u3000");
        for (var text : List.of("\ufeffa", "a\0b", "a\u0085b\u2028c\u007f\u000b")) {
            codec.fed(text + "\n");
            codec.next()
                    .whenReturned(line -> true,
                            "a character was left out, or taken for a line end: LF alone is one, and "
                                    + "everything before it belongs to the line")
                    .returns(text);
        }
    }

    @Test
    void takes_what_remains_in_the_buffer() {
        // Position, limit and offset in the middle of an array; a buffer that shows no array; one that has none.
        var middle = ByteBuffer.wrap(Bytes.of("###hello\r\n###"), 3, 7);
        var slice = ByteBuffer.wrap(Bytes.of("####hello\r\n##"), 2, 9).slice().position(2);
        var direct = ByteBuffer.allocateDirect(7).put(Bytes.of("hello\r\n")).flip();
        for (var buffer : List.of(middle, slice, ByteBuffer.wrap(Bytes.of("hello\r\n")).asReadOnlyBuffer(), direct)) {
            var codec = new Fed(LONGEST);
            codec.transcript.test("fed a buffer with \"hello\\r\\n\" between position and limit");
            codec.feed(buffer)
                    .whenThrew(Exception.class, "not every buffer shows an array: what remains is had by get")
                    .completes();
            codec.next()
                    .whenReturned(line -> true, "array() is all of the array, and more than what remains in the buffer")
                    .returns("hello")
                    .likely("the buffer was looked at and not emptied: to take bytes moves the position")
                    .that("remaining in the buffer", buffer.remaining())
                    .is(0);
        }
    }

    @Test
    void leaves_the_buffer_to_the_caller() {
        var codec = new Fed(LONGEST);
        var array = new byte[7];
        for (var piece : List.of("one\r\nhe", "llo, yo", "u all\r\n")) {
            codec.transcript.test("fed " + Bytes.show(Bytes.of(piece)) + " in the same buffer");
            codec.feed(ByteBuffer.wrap(array).put(Bytes.of(piece)).flip()).completes();
        }
        for (var line : List.of("one", "hello, you all")) {
            codec.next()
                    .whenReturned(was -> was != Nothing.YET,
                            "the buffer itself was kept, and the caller has filled it again: copy what is needed later")
                    .returns(line);
        }
    }

    @Test
    void takes_a_piece_of_any_size() {
        var codec = new Fed(LONGEST);
        var lines = 10_000;
        codec.transcript.test("fed 10,000 lines at once");
        codec.feed(ByteBuffer.wrap(Bytes.of("a line\r\n".repeat(lines))))
                .whenThrew(Exception.class,
                        "a piece is refused for its size: the limit is one of each line, and a piece may have many lines")
                .completes();
        Call.of(codec.transcript, () -> codec.rest().size()).returns(lines);
    }

    @Test
    void takes_the_longest_line() {
        for (var pieces : List.of(List.of("12345678\n"), List.of("12345678\r\n12345678\r\n"),
                List.of("12345678\r", "\n"),
                List.of("1234", "5678", "\r\n"))) {
            var codec = new Fed(8);
            for (var piece : pieces) {
                codec.transcript.test("fed " + Bytes.show(Bytes.of(piece)));
                codec.feed(ByteBuffer.wrap(Bytes.of(piece)))
                        .whenThrew(ProtocolException.class, "the longest line was refused: it may have 8 bytes")
                        .whenThrew(ProtocolException.class,
                                "the longest line was refused: its end does not count, neither LF nor CR LF")
                        .completes();
            }
            codec.next().returns("12345678");
        }
    }

    @Test
    void refuses_a_line_as_soon_as_it_is_too_long() {
        for (var pieces : List.of(List.of("123456789"), List.of("1234567", "8", "9"), List.of("12345678\rx"),
                List.of("12345678\r", "\r"), List.of("ok\r\n1234", "56789"))) {
            var codec = new Fed(8);
            for (var piece : pieces.subList(0, pieces.size() - 1)) {
                codec.fed(piece);
            }
            var last = pieces.getLast();
            codec.transcript.test("fed " + Bytes.show(Bytes.of(last)));
            codec.feed(ByteBuffer.wrap(Bytes.of(last)))
                    .whenThrew(RuntimeException.class,
                            "a line that is too long is the sender's mistake, and not this program's")
                    .whenReturnedNull(TOO_LATE)
                    .throwsA(ProtocolException.class);
        }
    }

    @Test
    void counts_bytes() {
        var codec = new Fed(8);
        codec.fed("ab套接\r\n");
        codec.next().returns("ab套接");
        codec.transcript.test("fed \"套接字\", which has 9 bytes");
        codec.feed(ByteBuffer.wrap(Bytes.of("套接字")))
                .whenReturnedNull("characters were counted: the limit is one of bytes, for it is they that take memory")
                .throwsA(ProtocolException.class);
    }

    @Test
    void gives_the_lines_before_one_that_is_too_long() {
        var codec = new Fed(8);
        codec.transcript.test("fed two lines, one that is too long, and a last one");
        codec.feed(ByteBuffer.wrap(Bytes.of("one\r\ntwo\r\n1234567890\r\nafter\r\n"))).throwsA(ProtocolException.class);
        for (var line : List.of("one", "two")) {
            codec.next()
                    .whenReturned(Nothing.YET::equals,
                            "the lines before it were thrown away with it: nothing is wrong with them")
                    .returns(line);
        }
        codec.next().whenReturned(line -> true, CARRIED_ON).returns(Nothing.YET);
        codec.transcript.test("fed the end of that line, and another line");
        codec.feed(ByteBuffer.wrap(Bytes.of("90\r\nafter\r\n")))
                .whenReturnedNull(
                        "fed again after a line that was too long, it said nothing: every call is to throw then")
                .throwsA(ProtocolException.class);
        codec.next().whenReturned(line -> true, CARRIED_ON).returns(Nothing.YET);
    }

    @Test
    void refuses_a_line_that_is_not_utf_8() {
        // An é of ISO-8859-1, a cut character, an LF in two bytes (RFC 3629, 3: not allowed), half of a pair.
        for (var bad : new int[][]{{'c', 'a', 'f', 0xe9}, {0xe5, 0xa5}, {'a', 0xc0, 0x8a, 'b'}, {0xed, 0xa0, 0x80}}) {
            var codec = new Fed(LONGEST);
            codec.transcript.test("fed " + Bytes.show(Bytes.of(bad)) + " and CR LF, then \"ok\\r\\n\"");
            codec.feed(ByteBuffer.wrap(Bytes.of(bad))).completes();
            codec.feed(ByteBuffer.wrap(Bytes.of("\r\nok\r\n")))
                    .whenThrew(Exception.class, "the bytes of a line were decoded before it was asked for")
                    .completes();
            codec.next()
                    .whenReturned(line -> true, "it was not noticed that the bytes are no UTF-8")
                    .whenReturned(has("\ufffd"),
                            "bytes that are no UTF-8 were replaced, silently: new String(…) puts \ufffd in their place")
                    .whenThrew(java.nio.charset.CharacterCodingException.class,
                            "the decoder's own exception was let through, which is no ProtocolException")
                    .throwsA(ProtocolException.class);
            codec.next()
                    .whenThrew(ProtocolException.class, "the bad line is still there, and no line after it can be had")
                    .returns("ok");
        }
    }

    @Test
    void refuses_a_cr_inside_a_line() {
        // RFC 5321, 2.3.8: CR and LF only together, as a line's end. Whom a lone CR means is guessed differently.
        for (var bad : List.of("hi\r* bob left", "hi\r")) {
            var codec = new Fed(LONGEST);
            codec.fed(bad + "\r\nok\r\n");
            codec.next()
                    .whenReturned(has("\r"),
                            "a CR was let through inside a line: many a reader takes it for an end, and what follows for a line "
                                    + "of its own")
                    .whenReturned("hi"::equals,
                            "a CR alone was taken for an end, or several for one; an end is LF, with at most one CR before it")
                    .throwsA(ProtocolException.class);
            codec.next()
                    .whenThrew(ProtocolException.class, "the bad line is still there, and no line after it can be had")
                    .returns("ok");
        }
    }

    @Test
    void says_whether_a_line_has_begun() {
        var codec = new Fed(LONGEST);
        codec.partial().returns(false);
        for (var piece : List.of("h", "i", "\r")) {
            codec.fed(piece);
            codec.partial().whenReturned(has -> !has, "bytes of a line have come, and not its end").returns(true);
        }
        codec.fed("\n");
        codec.partial()
                .whenReturned(has -> has,
                        "a complete line that nobody has asked for yet was taken for a line without an end")
                .returns(false);
        codec.fed("two\r\nthr");
        codec.partial()
                .whenReturned(has -> !has, "behind the complete lines, another has begun")
                .returns(true);
        codec.next().returns("hi");
        codec.next().returns("two");
        codec.next().returns(Nothing.YET);
        codec.partial().returns(true);
        codec.fed("ee\n");
        codec.partial().returns(false);
        codec.fed("\r");
        codec.partial().whenReturned(has -> !has, "a CR is half of a line end, and half of one is none").returns(true);
    }

    @Test
    void keeps_two_conversations_apart() {
        var one = new Fed(LONGEST);
        var other = new Fed(LONGEST);
        one.fed("hel");
        other.fed("good");
        one.fed("lo\r\n");
        other.fed("bye\r\n");
        one.next().whenReturned(line -> true, "two codecs share their bytes: something is static").returns("hello");
        other.next().whenReturned(line -> true, "two codecs share their bytes: something is static").returns("goodbye");
    }

    @Test
    void makes_a_line_of_a_text() {
        for (var text : List.of("hello", "", "  套接字🙂 ")) {
            lineOf(text)
                    .whenReturned(line -> !new String(line, UTF_8).endsWith("\n"), "the line has no end")
                    .whenReturned(line -> new String(line, UTF_8).endsWith("\n"),
                            "it differs in what stands before the end")
                    .whenReturned(line -> new String(line, UTF_8).equals(text + "\n"),
                            "LF alone ends it: println and %n write what this machine ends lines with, the protocol says CR LF")
                    .returns(Bytes.of(text + "\r\n"));
        }
    }

    @Test
    void refuses_a_text_with_a_line_end() {
        for (var text : List.of("hi\r\n* bob left", "hi\n* bob left", "hi\r* bob left", "hi\n", "\r")) {
            lineOf(text)
                    .whenReturned(line -> true,
                            "a text with a line end in it became two lines: so a text says what only the server should say")
                    .throwsA(IllegalArgumentException.class);
        }
    }

    @Test
    void reads_what_it_writes_however_it_is_cut() {
        var random = Seed.random();
        var lines = Stream.generate(() -> text(random)).limit(200).toList();
        var codec = new Fed(LONGEST);
        codec.transcript.test("fed 200 lines, cut at random");
        var read = Call.of(codec.transcript, () -> {
            var wire = ByteBuffer.allocate(200 * 200);
            for (var line : lines) {
                wire.put(LineCodec.line(line));
            }
            wire.flip();
            var all = new ArrayList<String>();
            while (wire.hasRemaining()) {
                var count = Math.min(1 + random.nextInt(60), wire.remaining());
                codec.codec.feed(wire.slice(wire.position(), count));
                wire.position(wire.position() + count);
                all.addAll(codec.rest());
            }
            return all;
        }).value();
        for (var i = 0; i < lines.size(); i++) {
            Check.of(codec.transcript).that("as line " + i, i < read.size() ? read.get(i) : "").is(lines.get(i));
        }
    }

    @Test
    @Witness("python3")
    void understands_python_and_is_understood() throws IOException {
        var random = Seed.random();
        var first = text(random);
        var second = text(random);
        var server = """
                import socket, sys, time
                with socket.create_server(("127.0.0.1", 0)) as server:
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    for byte in (sys.argv[1] + "\\r\\n" + sys.argv[2] + "\\n").encode("utf-8"):
                        connection.send(bytes([byte]))
                    connection.shutdown(socket.SHUT_WR)
                    with connection, connection.makefile("rb") as lines:
                        for line in lines:
                            print(ascii(line.decode("utf-8")))
                """;
        try (var python = Python.runs(server, first, second)) {
            var codec = new Fed(python.transcript(), LONGEST);
            try (var socket = new Socket(python.address().getAddress(), python.address().getPort())) {
                var bytes = new byte[16];
                for (var count = socket.getInputStream().read(bytes); count >= 0; count = socket.getInputStream()
                        .read(bytes)) {
                    codec.feed(ByteBuffer.wrap(bytes, 0, count)).completes();
                }
                codec.next().returns(first);
                codec.next().returns(second);
                socket.getOutputStream().write(Call.of(() -> LineCodec.line("naïve 🙂")).value());
            }
            Check.of(python.transcript())
                    .that("read by Python", new String(python.printed(), UTF_8).lines().skip(1).toList())
                    .is(List.of("'na\\xefve \\U0001f642\\r\\n'"));
        }
    }

    private static Call<byte[]> lineOf(String text) {
        var transcript = new Transcript();
        transcript.test("wanted the line of " + Bytes.show(Bytes.of(text)));
        return Call.of(transcript, () -> LineCodec.line(text));
    }

    /// Up to forty characters of one to four bytes, none of them a line end.
    private static String text(Random random) {
        var text = new StringBuilder();
        for (var left = random.nextInt(40); left > 0; left--) {
            text.appendCodePoint("az 09/é套🙂".codePoints().toArray()[random.nextInt(9)]);
        }
        return text.toString();
    }

    private static Predicate<Object> ends(String end) {
        return line -> line instanceof String text && text.endsWith(end);
    }

    private static Predicate<Object> has(String part) {
        return line -> line instanceof String text && text.contains(part);
    }

    /// A codec, and what it was given.
    private static final class Fed {
        private final Transcript transcript;
        private final LineCodec codec;

        Fed(int longest) {
            this(new Transcript(), longest);
        }

        Fed(Transcript transcript, int longest) {
            this.transcript = transcript;
            codec = new LineCodec(longest);
        }

        /// Feeds a text, in a buffer of its own, which it must take.
        void fed(String text) {
            transcript.test("fed " + Bytes.show(Bytes.of(text)));
            feed(ByteBuffer.wrap(Bytes.of(text))).completes();
        }

        Call<Void> feed(ByteBuffer bytes) {
            return Call.doing(transcript, () -> codec.feed(bytes))
                    .whenThrew(ProtocolException.class, "bytes were refused that are no longer than a line may be");
        }

        Call<Object> next() {
            return Call.<Object>of(transcript, () -> codec.next().map(Object.class::cast).orElse(Nothing.YET))
                    .whenThrew(NullPointerException.class, "null was returned: no line is an empty Optional");
        }

        /// All lines that there are.
        List<String> rest() throws ProtocolException {
            var lines = new ArrayList<String>();
            for (var line = codec.next(); line.isPresent(); line = codec.next()) {
                lines.add(line.get());
            }
            return lines;
        }

        Call<Boolean> partial() {
            return Call.of(transcript, codec::partial);
        }
    }
}
