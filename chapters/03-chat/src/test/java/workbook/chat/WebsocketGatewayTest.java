package workbook.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import workbook.kit.Connection;
import workbook.kit.Todo;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Ending;
import workbook.testkit.Eventually;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Program;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("leaves_nothing_behind")
@Timeout(10)
class WebsocketGatewayTest {
    /// RFC 6455, 1.3.
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String REQUEST = """
            GET / HTTP/1.1\r
            Host: 127.0.0.1:8080\r
            Upgrade: websocket\r
            Connection: keep-alive, Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            """;
    private static final String HANDSHAKE = REQUEST + "Origin: http://127.0.0.1:8080\r\n\r\n";
    /// RFC 6455, 5.7: "Hello", masked.
    private static final byte[] HELLO = hex("81 85 37fa213d 7f9f4d5158");
    /// Code 1000 under the masking key 0.
    private static final byte[] CLOSE = hex("88 82 00000000 03e8");
    private static final String CLOSED = "close 1000";

    // The handshake

    @Test
    void computes_what_a_key_is_answered_with() {
        Call.of(() -> Gateway.accept(KEY))
                .whenReturned("hHLtf2V1k8aDQZfNjw3Ia1hCwt0="::equals,
                        "the SHA-1 is of the key alone: what proves that you know WebSocket is the text of section 1.3 "
                                + "behind it")
                .whenReturned("BXhwxM0SZasKmCD9S4BfpPmCnEw="::equals,
                        "the key was decoded first; it is a text, and goes into the SHA-1 as it came")
                .whenReturned(text -> text.matches("[0-9a-fA-F]{40}"),
                        "the digest was written in hex; it is to be Base64")
                // RFC 6455, 1.3.
                .returns("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        Call.of(() -> Gateway.accept("x3JJHMbDL1EzLkh9GBhXDw==")).returns("HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
    }

    @Test
    void shakes_hands() {
        try (var stage = new Stage()) {
            stage.asks(REQUEST.replace("Upgrade: web", "uPGRADE: WEB") + """
                    Sec-WebSocket-Extensions: permessage-deflate\r
                    Sec-WebSocket-Protocol: soap\r
                    \r
                    """).then(CLOSE);
            var check = stage.ends();
            var head = stage.head();
            check.that("the first line", head.lines().findFirst().orElse("")).is("HTTP/1.1 101 Switching Protocols");
            var fields = head.lines()
                    .skip(1)
                    .filter(line -> line.matches("(?i)(upgrade|connection|sec-websocket-.*):.*"))
                    .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                            + line.substring(line.indexOf(':')))
                    .sorted()
                    .toList();
            check.likely(
                    "what a browser offers and you do not do is left out of the answer: what is in it has been agreed on")
                    .that("the fields", String.join("\n", fields))
                    .is("""
                            connection: Upgrade
                            sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
                            upgrade: websocket""");
        }
    }

    @Test
    void gives_its_page_to_whom_asks_for_one() {
        try (var stage = new Stage()) {
            stage.browser.sends("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").readsToTheEnd();
            stage.ends()
                    .likely("a request without Upgrade is no mistake: ChatPage.answer knows what to say")
                    .holds(stage.head().startsWith("HTTP/1.1 200 OK\r\n"), "the page", Bytes.show(stage.said()));
            stage.neverJoined();
        }
    }

    @Test
    void lets_no_page_of_a_stranger_in() {
        var stranger = "any page that somebody has open can open a WebSocket to your gateway: the browser says whose it is in "
                + "Origin";
        for (var origin : List.of("http://evil.example", "http://127.0.0.1:8080.evil.example", "http://127.0.0.1",
                "http://127.0.0.1:80801", "null", "http://evil.example/http://127.0.0.1:8080")) {
            refuses(REQUEST + "Origin: " + origin + "\r\n\r\n", "403", stranger);
        }
    }

    @Test
    void lets_in_whom_it_may() {
        for (var more : List.of("", "Origin: https://127.0.0.1:8080\r\n")) {
            try (var stage = new Stage()) {
                stage.asks(REQUEST + more + "\r\n").then(CLOSE);
                stage.ends()
                        .likely("Origin is for browsers: other programs have none; and a page may have come over https")
                        .that("the first line", stage.head().lines().findFirst().orElse(""))
                        .is("HTTP/1.1 101 Switching Protocols");
            }
        }
    }

    @Test
    void refuses_a_handshake_that_is_none() {
        refuses(HANDSHAKE.replace("Version: 13", "Version: 8"), "426", "RFC 6455 is version 13, and no other");
        refuses(HANDSHAKE.replace("GET", "POST"), "400", "a handshake is a GET");
        for (var key : List.of("", "dGhlIHNhbXBsZQ==", "%%%%", "dGhlIHNhbXBsZSBub25jZSE=")) {
            refuses(HANDSHAKE.replace(KEY, key), "400", "a key is the Base64 of 16 bytes");
        }
    }

    private void refuses(String request, String status, String likely) {
        try (var stage = new Stage()) {
            // The end, so that an answer which lets it in comes to one, too.
            stage.browser.sends(request).halfCloses().readsToTheEnd();
            var first = stage.ends().likely(likely);
            first.that("the status",
                    stage.head().split(" |\r\n", 3).length < 2 ? "none" : stage.head().split(" ", 3)[1])
                    .is(status);
            if (status.equals("426")) {
                Check.of(stage.transcript)
                        .holds(stage.head().toLowerCase(Locale.ROOT).contains("sec-websocket-version: 13\r\n"),
                                "a field that says which version would do", Bytes.show(stage.said()));
            }
            stage.neverJoined();
        }
    }

    @Test
    void tells_that_the_room_is_not_there() throws IOException {
        InetSocketAddress nobody;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) closed.getLocalSocketAddress();
        }
        try (var browser = ScriptedPeer.start()) {
            browser.sends(HANDSHAKE).readsToTheEnd();
            Call.doing(browser, () -> Gateway.serve(browser.connection(), nobody))
                    .whenThrew(IOException.class, "the browser was told nothing, or that all is well")
                    .completes()
                    .likely("the browser was let in before there was a room to let it into")
                    .that("the answer", new String(browser.received(), ISO_8859_1).split("\r\n", 2)[0])
                    .is("HTTP/1.1 503 Service Unavailable");
        }
    }

    // Messages

    @Test
    void carries_a_message_to_the_room() {
        try (var stage = new Stage()) {
            stage.asks().then(HELLO, CLOSE);
            stage.ends()
                    .likely("what came is still masked, or was unmasked with the wrong byte of the key: byte i belongs to i "
                            + "modulo 4")
                    .that("heard by the room", stage.room.received())
                    .is("Hello\r\n");
        }
    }

    @Test
    void carries_a_line_to_the_browser() {
        try (var stage = new Stage()) {
            stage.room.sends("<ana> 套🙂\r\n").readsToTheEnd().closes();
            stage.asks();
            stage.browser.reads(2 + 13).sends(CLOSE).halfCloses().readsToTheEnd();
            stage.ends()
                    .likelyIf((firstTwo(stage)[1] & 0x80) != 0,
                            "only what the browser sends is masked; a server's frames never are (RFC 6455, 5.1)")
                    .likely("the first byte is FIN and the opcode, the second the length in bytes, not in characters")
                    .that("the first bytes", firstTwo(stage))
                    .is(hex("810d"));
            stage.said("text \"<ana> 套🙂\"");
        }
    }

    private static byte[] firstTwo(Stage stage) {
        return Arrays.copyOf(stage.frames(), 2);
    }

    @Test
    void reads_what_comes_in_any_pieces() {
        var transcript = new Transcript();
        try (var room = ScriptedPeer.start(transcript, "the room")) {
            room.readsToTheEnd().closes();
            var said = new ByteArrayOutputStream();
            transcript.test("had each read of the browser's bytes bring one");
            var sent = concat(Bytes.of(HANDSHAKE), HELLO, hex("89 81 01020304 60"),
                    frame(0x81, new byte[200], new byte[4]),
                    CLOSE);
            try (var browser = new Slow(new ByteArrayInputStream(sent), said, 0)) {
                Call.doing(transcript, () -> Gateway.serve(browser, room.address())).completes();
            }
            Check.of(transcript)
                    .likely("one read() was taken for a whole header, key or payload")
                    .that("heard by the room", room.received())
                    .is("Hello\r\n" + "\0".repeat(200) + "\r\n")
                    .likely("one read() was taken for a whole header, key or payload")
                    .that("told to the browser",
                            String.join(", ", describe(frames(said))))
                    .is("pong \"a\", close 1000");
        }
        try (var stage = new Stage()) {
            stage.browser.sends(concat(Bytes.of(HANDSHAKE), HELLO, HELLO, CLOSE)).halfCloses().readsToTheEnd();
            stage.room.readsToTheEnd().closes();
            stage.ends()
                    .likely("the frames came together with the head, and lie in a buffer that is not read any more")
                    .that("heard by the room", stage.room.received())
                    .is("Hello\r\nHello\r\n");
        }
    }

    @Test
    void joins_fragments() {
        try (var stage = new Stage()) {
            // RFC 6455, 5.7, masked: "Hel" and "lo"; and between them one that is empty.
            stage.asks()
                    .then(hex("01 83 00000000 48656c"), hex("00 80 01020304"), hex("80 82 00000000 6c6f"), HELLO,
                            CLOSE);
            stage.ends()
                    .likelyIf(stage.heard("Hel\r\n"),
                            "each frame was taken for a message: FIN says whether it is the last")
                    .that("heard by the room", stage.room.received())
                    .is("Hello\r\nHello\r\n");
            stage.said();
        }
    }

    @Test
    void judges_text_by_the_message() {
        try (var stage = new Stage()) {
            // "套" is e5 a5 97; it is cut after each of its bytes.
            stage.asks().then(hex("01 81 00000000 e5"), hex("00 81 00000000 a5"), hex("80 81 00000000 97"), CLOSE);
            stage.ends()
                    .likely("each fragment was decoded by itself, and a character may lie in two of them: UTF-8 is judged by "
                            + "the message")
                    .that("heard by the room", stage.room.received())
                    .is("套\r\n");
            stage.said();
        }
    }

    @Test
    void answers_a_ping_with_its_bytes() {
        try (var stage = new Stage()) {
            // RFC 6455, 5.7; one that is empty; and one that is no text.
            stage.asks()
                    .then(hex("89 85 37fa213d 7f9f4d5158"), hex("89 80 37fa213d"), hex("89 82 00000000 00ff"),
                            hex("8a 82 00000000 6869"), CLOSE);
            stage.ends()
                    .likely("a pong that nobody asked for is allowed, and needs no answer (RFC 6455, 5.5.3)")
                    .that("heard by the room", stage.room.received())
                    .is("");
            stage.saidOr("a pong has the payload of its ping, unmasked", "pong \"Hello\"", "pong \"\"",
                    "pong \"\\0\\xff\"");
        }
    }

    @Test
    void answers_a_ping_between_fragments() {
        try (var stage = new Stage()) {
            stage.asks()
                    .then(hex("01 83 00000000 48656c"), hex("89 81 00000000 61"), hex("80 82 00000000 6c6f"), CLOSE);
            stage.ends()
                    .likely("a control frame may come between two fragments, and is no part of their message (RFC 6455, 5.4)")
                    .that("heard by the room", stage.room.received())
                    .is("Hello\r\n");
            stage.saidOr("a control frame may come between two fragments, and is answered there", "pong \"a\"");
        }
    }

    @Test
    void reads_every_length_that_is_allowed() {
        var random = Seed.random();
        var heard = new StringBuilder();
        try (var stage = new Stage()) {
            var frames = new ArrayList<byte[]>();
            for (var length : List.of(0, 1, 125, 126, 127, 128, 255, 256, 1023, 1024)) {
                var text = "x".repeat(length);
                heard.append(text).append("\r\n");
                frames.add(frame(0x81, Bytes.of(text), Seed.bytes(random, 4)));
            }
            frames.add(CLOSE);
            stage.asks().then(frames.toArray(byte[][]::new));
            stage.ends()
                    .likely("126 says that the length is in the next two bytes, most significant first, each 0 to 255")
                    .that("heard by the room", stage.room.received())
                    .is(heard.toString());
            stage.said();
        }
    }

    @Test
    void writes_every_length_in_as_few_bytes_as_it_takes() {
        for (var length : List.of(0, 125, 126, 65_535, 65_536)) {
            var transcript = new Transcript();
            try (var room = ScriptedPeer.start(transcript, "the room")) {
                room.sends("y".repeat(length) + "\r\n").readsToTheEnd().closes();
                var header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
                var said = new ByteArrayOutputStream();
                try (var browser = new Slow(new ByteArrayInputStream(Bytes.of(HANDSHAKE)), said, header + length)) {
                    Call.doing(transcript, () -> Gateway.serve(browser, room.address())).completes();
                }
                Check.of(transcript)
                        .likely("up to 125 the length stands in the header, up to 65,535 in two bytes, above in eight "
                                + "(RFC 6455, 5.2)")
                        .that("the header of a line of " + length + " bytes", Arrays.copyOf(frames(said), header))
                        .is(switch (length) {
                            case 0 -> hex("8100");
                            case 125 -> hex("817d");
                            case 126 -> hex("817e007e");
                            case 65_535 -> hex("817effff");
                            default -> hex("817f0000000000010000");
                        });
            }
        }
    }

    @Test
    void carries_what_it_is_given_at_random() {
        var random = Seed.random();
        var frames = new ArrayList<byte[]>();
        var heard = new StringBuilder();
        var pongs = new ArrayList<String>();
        for (var i = 0; i < 40; i++) {
            var text = Seed.greeting(random) + " 套🙂é".substring(random.nextInt(3));
            heard.append(text).append("\r\n");
            var bytes = Bytes.of(text);
            var from = 0;
            for (var opcode = 1; from < bytes.length; opcode = 0) {
                var to = Math.min(bytes.length, from + 1 + random.nextInt(bytes.length));
                var isLast = to == bytes.length ? 0x80 : 0;
                frames.add(frame(isLast | opcode, Arrays.copyOfRange(bytes, from, to), Seed.bytes(random, 4)));
                from = to;
                if (random.nextInt(4) == 0) {
                    frames.add(frame(0x89, Bytes.of("p" + i), Seed.bytes(random, 4)));
                    pongs.add("pong \"p" + i + "\"");
                }
            }
        }
        frames.add(CLOSE);
        try (var stage = new Stage()) {
            stage.asks().then(concat(frames.toArray(byte[][]::new)));
            stage.ends().that("heard by the room", stage.room.received()).is(heard.toString());
            stage.said(pongs.toArray(String[]::new));
        }
    }

    // What may not be

    @Test
    void closes_on_a_frame_that_is_not_masked() {
        // RFC 6455, 5.1 and 5.7.
        refuses("1002",
                "what a browser sends is always masked, and who takes what is not lets others speak for browsers",
                hex("81 05 48656c6c6f"));
    }

    @Test
    void closes_on_what_is_against_the_protocol() {
        var bits = "three bits and eleven opcodes have no meaning, and may not be passed over (RFC 6455, 5.2)";
        for (var frame : List.of("c1", "a1", "91", "83", "84", "85", "86", "87", "8b", "8c", "8d", "8e", "8f")) {
            refuses("1002", bits, concat(hex(frame), hex("85 37fa213d 7f9f4d5158")));
        }
        refuses("1002", "a continuation continues a message, and none had begun", hex("80 81 00000000 61"));
        refuses("1002", "a message begins inside another: fragments of two are never mixed (RFC 6455, 5.4)",
                hex("01 81 00000000 61"), hex("81 81 00000000 62"));
        refuses("1002", "a control frame is never in fragments (RFC 6455, 5.5)", hex("09 81 00000000 61"));
        for (var opcode : List.of("88", "89", "8a")) {
            refuses("1002", "a control frame has at most 125 bytes (RFC 6455, 5.5)",
                    concat(hex(opcode + " fe 007e 00000000"), new byte[126]));
        }
    }

    @Test
    void closes_on_a_close_frame_that_may_not_be() {
        refuses("1002", "a close frame has no payload, or a code of two bytes", hex("88 81 00000000 03"));
        for (var code : List.of("0000", "03e7", "03ec", "03ed", "03ee", "03f7", "1388", "ffff")) {
            refuses("1002", "this code may not be sent (RFC 6455, 7.4)", concat(hex("88 82 00000000"), hex(code)));
        }
        refuses("1007", "a close frame's reason is text, and so UTF-8 (RFC 6455, 5.5.1)",
                hex("88 83 00000000 03e8 ff"));
    }

    @Test
    void closes_on_what_is_no_text() {
        refuses("1003", "a binary message is none that a room of lines can take", hex("82 81 00000000 61"));
        // A byte that is never in UTF-8; a character without its end; one in too many bytes; half of a pair.
        for (var text : List.of("ff", "e5a5", "c0af", "eda080")) {
            refuses("1007",
                    "what is no UTF-8 was let through, perhaps with U+FFFD in its place: new String(…) never complains",
                    frame(0x81, hex(text), hex("00000000")));
        }
    }

    @Test
    void closes_on_a_message_that_would_be_two_lines() {
        for (var text : List.of("hi\r\n/quit", "hi\n/quit", "hi\r/quit", "\n")) {
            refuses("1008", "a message may contain anything, and in a room of lines a line end in it makes it two",
                    frame(0x81, Bytes.of(text), hex("01020304")));
        }
    }

    @Test
    void closes_on_a_message_that_is_too_long() {
        var limit = "a message has a limit, and all of its frames count together";
        refuses("1009", limit, frame(0x81, Bytes.of("x".repeat(1025)), hex("01020304")));
        refuses("1009", limit, frame(0x01, Bytes.of("x".repeat(1000)), hex("01020304")),
                frame(0x80, Bytes.of("x".repeat(25)), hex("01020304")));
    }

    @Test
    void refuses_a_length_before_it_makes_room_for_it() {
        for (var length : List.of("0000000000010000", "0000000100000005", "000000007fffffff", "0000000080000000",
                "7fffffffffffffff")) {
            refuses("1009",
                    "a length of eight bytes does not fit an int: what was left of it looked like another number",
                    concat(hex("81 ff"), hex(length), hex("00000000 48656c6c6f")));
        }
        refuses("1002", "the highest bit of a length must be 0 (RFC 6455, 5.2): in a long, it is the sign",
                hex("81 ff ffffffffffffffff 00000000 61"));
    }

    /// The room must hear nothing, and the browser this code and then the end.
    private void refuses(String code, String likely, byte[]... frames) {
        try (var stage = new Stage()) {
            stage.asks().then(frames);
            stage.ends().likely(likely).that("heard by the room", stage.room.received()).is("");
            stage.closedOr(likely, "close " + code);
            Check.of(stage.transcript)
                    .likely("closing a connection with bytes unread resets it, and what was sent last may be lost: read on "
                            + "for a while")
                    .holds(stage.browser.ending() != Ending.RESET, "the end of the connection", "a reset");
        }
    }

    // The end

    @Test
    void answers_a_close_with_its_code() {
        var echo = "both sides say that it is over: a close frame is answered with one that has the same code";
        closes(echo, "close 1000", CLOSE);
        closes(echo, "close 3000", hex("88 84 00000000 0bb8 6f6b"));
        closes(echo, "close 4999", hex("88 82 01020304 1285"));
        closes("a close frame without a code is answered without one: 1005 is the name for that, and is never sent",
                "close", hex("88 80 00000000"));
        closes("after a close frame nothing more is carried", "close 1000", concat(CLOSE, HELLO));
    }

    private void closes(String likely, String closed, byte[] frame) {
        try (var stage = new Stage()) {
            stage.asks().then(frame);
            stage.ends().likely(likely).that("heard by the room", stage.room.received()).is("");
            stage.closedOr(likely, closed);
        }
    }

    @Test
    void leaves_the_room_when_the_browser_has_vanished() {
        for (var resets : List.of(false, true)) {
            try (var stage = new Stage()) {
                stage.asks();
                // Cut off in the middle of a frame.
                stage.browser.sends(concat(HELLO, hex("81 85 37fa")));
                stage.room.readsUntil("Hello\r\n").readsToTheEnd().closes();
                stage.browser.pauses();
                if (resets) {
                    stage.browser.resets();
                } else {
                    stage.browser.closes();
                }
                stage.ends(IOException.class)
                        .likely("the member is gone, and the room was not told: it goes on sending to nobody")
                        .holds(stage.room.ending() != Ending.OPEN, "that the room is left",
                                "a member that is still there");
            }
        }
    }

    @Test
    void says_that_the_room_has_ended() {
        try (var stage = new Stage()) {
            stage.room.sends("* the room closes\r\nhalf a li").closes();
            stage.asks();
            stage.browser.reads(2 + 17).reads(4).sends(hex("88 82 00000000 03e9")).readsToTheEnd();
            stage.ends();
            stage.closedOr(
                    "a line whose end never came was not said; and when the room has ended, the browser gets 1001",
                    "text \"* the room closes\"", "close 1001");
        }
    }

    @Test
    void waits_for_no_browser_for_ever() {
        try (var stage = new Stage()) {
            stage.room.closes();
            stage.asks();
            stage.browser.readsToTheEnd();
            stage.call()
                    .whenHung("the browser's close frame is waited for, and has not come: that has a limit")
                    .completes();
            stage.closedOr("the room has ended, and the browser was not told", "close 1001");
        }
    }

    @Test
    void keeps_frames_apart() throws Exception {
        var transcript = new Transcript();
        try (var room = ScriptedPeer.start(transcript, "the room")) {
            var lines = new StringBuilder();
            var pings = new ByteArrayOutputStream();
            pings.writeBytes(Bytes.of(HANDSHAKE));
            for (var i = 0; i < 300; i++) {
                lines.append("z".repeat(200)).append("\r\n");
                pings.writeBytes(hex("89 82 00000000 6869"));
            }
            room.sends(lines.toString()).readsToTheEnd().closes();
            transcript.test("had the room say 300 lines while the browser sends 300 pings");
            var said = new ByteArrayOutputStream();
            try (var browser = new Slow(new ByteArrayInputStream(pings.toByteArray()), said, 300 * (4 + 200 + 2 + 2))) {
                Call.doing(transcript, () -> Gateway.serve(browser, room.address()))
                        .whenThrew(IOException.class, "a browser that has vanished is one way to end")
                        .completes();
            }
            var all = describe(frames(said));
            Check.of(transcript)
                    .likely("two threads write to the browser: a frame must be whole before the next one begins")
                    .that("pongs", all.stream().filter("pong \"hi\""::equals).count())
                    .is(300L)
                    .likely("two threads write to the browser: a frame must be whole before the next one begins")
                    .that("texts", all.stream().filter(("text \"" + "z".repeat(200) + "\"")::equals).count())
                    .is(300L);
        }
    }

    /// A browser that sends all it has, and ends when it has been told so much; between any two writes to it another
    /// thread gets its turn. A single write is whole, as with a socket.
    private static final class Slow implements Connection {
        private final InputStream in;
        private final ByteArrayOutputStream said;
        private final int enough;

        Slow(InputStream in, ByteArrayOutputStream said, int enough) {
            this.in = in;
            this.said = said;
            this.enough = enough;
        }

        @Override
        public InputStream in() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    var next = in.read();
                    if (next < 0) {
                        Eventually.holds(() -> frames(said).length >= enough, Deadline.in(Duration.ofMillis(600)));
                    }
                    return next;
                }

                @Override
                public int read(byte[] bytes, int from, int count) throws IOException {
                    if (count == 0) {
                        return 0;
                    }
                    var next = read();
                    if (next < 0) {
                        return -1;
                    }
                    bytes[from] = (byte) next;
                    return 1;
                }
            };
        }

        @Override
        public OutputStream out() {
            return new OutputStream() {
                @Override
                public void write(int value) {
                    write(new byte[]{(byte) value}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int count) {
                    said.write(bytes, from, count);
                    LockSupport.parkNanos(1000);
                }
            };
        }

        @Override
        public void timeout(Duration limit) {}

        @Override
        public void shutdownOutput() {}

        @Override
        public SocketAddress peer() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public void close() {}
    }

    @Test
    void leaves_nothing_behind() {
        // What is left open is found when the test is over.
        leaves_the_room_when_the_browser_has_vanished();
        closes_on_a_frame_that_is_not_masked();
        answers_a_close_with_its_code();
        says_that_the_room_has_ended();
        try (var stage = new Stage()) {
            stage.asks().then(CLOSE);
            stage.ends()
                    .likely("one of the two connections was left open on the way out")
                    .holds(stage.room.ending() != Ending.OPEN && stage.browser.ending() != Ending.OPEN,
                            "both connections closed", "one that is open");
        }
    }

    // Outside judges

    /// A room that sends back what it hears, in a gateway's place behind a port.
    private static final class House implements AutoCloseable {
        private final Transcript transcript = new Transcript();
        private final ScriptedPeer room = ScriptedPeer.start(transcript, "the room");
        private final ServerSocket listener;
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private final String page;
        private volatile Optional<Todo> todo = Optional.empty();

        House(String page) throws IOException {
            this.page = page;
            listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            listen(() -> {
                while (!listener.isClosed()) {
                    var socket = listener.accept();
                    listen(() -> {
                        try (socket) {
                            serve(Connection.of(socket));
                        }
                    });
                }
            });
        }

        private synchronized void listen(Call.Action action) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    action.run();
                } catch (Todo e) {
                    todo = Optional.of(e);
                } catch (Exception | Error e) {
                    transcript.test("the gateway's thread ended with " + e.getClass().getSimpleName());
                }
            }));
        }

        /// Pages of the test's own, and for all else the gateway.
        private void serve(Connection browser) throws IOException {
            var head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                var next = browser.in().read();
                if (next < 0) {
                    return;
                }
                head.write(next);
            }
            var target = head.toString(ISO_8859_1).split(" ")[1];
            if (target.startsWith("/test")) {
                told.add(target);
                browser.out()
                        .write(Bytes.of(
                                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: "
                                        + page.length() + "\r\n\r\n" + page));
            } else {
                Gateway.serve(new After(browser, head.toByteArray()), room.address());
            }
        }

        /// A stub's word for what is missing.
        void passOn() {
            if (todo.isPresent()) {
                throw todo.get();
            }
        }

        String address() {
            return "127.0.0.1:" + listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            room.close();
            for (var thread : List.copyOf(threads)) {
                try {
                    thread.join(Duration.ofSeconds(1));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /// A connection whose first bytes somebody has read already.
    private record After(Connection rest, byte[] begin, InputStream in) implements Connection {
        After(Connection rest, byte[] begin) throws IOException {
            this(rest, begin, new SequenceInputStream(new ByteArrayInputStream(begin), rest.in()));
        }

        @Override
        public OutputStream out() throws IOException {
            return rest.out();
        }

        @Override
        public void timeout(Duration limit) throws IOException {
            rest.timeout(limit);
        }

        @Override
        public void shutdownOutput() throws IOException {
            rest.shutdownOutput();
        }

        @Override
        public SocketAddress peer() {
            return rest.peer();
        }

        @Override
        public void close() throws IOException {
            rest.close();
        }
    }

    @Test
    void understands_the_websocket_of_java() throws Exception {
        try (var house = new House(""); var client = HttpClient.newHttpClient()) {
            house.room.sends("* guest1 joined\r\n")
                    .readsUntil("hello 套\r\n")
                    .sends("<guest1> hello 套\r\n<ana> hello!\r\n")
                    .readsToTheEnd();
            var heard = new LinkedBlockingQueue<String>();
            var socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + house.address() + "/"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean isLast) {
                            heard.add(text.toString());
                            from.request(1);
                            return CompletableFuture.completedStage(null);
                        }

                        @Override
                        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
                            heard.add("pong of " + message.remaining());
                            from.request(1);
                            return CompletableFuture.completedStage(null);
                        }

                        @Override
                        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                            heard.add("close " + code);
                            return CompletableFuture.completedStage(null);
                        }

                        @Override
                        public void onError(WebSocket from, Throwable error) {
                            heard.add("the error " + error.getMessage());
                        }
                    })
                    .exceptionally(refused -> {
                        heard.add("the error " + refused.getMessage());
                        throw new CompletionException(refused);
                    });
            house.transcript.test("let Java's own WebSocket connect");
            hears(house, heard, "* guest1 joined");
            var open = socket.join();
            open.sendText("hel", false).thenCompose(sent -> sent.sendText("lo 套", true)).join();
            hears(house, heard, "<guest1> hello 套");
            hears(house, heard, "<ana> hello!");
            open.sendPing(ByteBuffer.wrap(Bytes.of("abc"))).join();
            hears(house, heard, "pong of 3");
            open.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
            hears(house, heard, "close 1000");
        }
    }

    private static void hears(House house, BlockingQueue<String> heard, String expected) {
        var next = Eventually.get(() -> {
            house.passOn();
            return Optional.ofNullable(heard.poll());
        }, Deadline.ofTest());
        Check.of(house.transcript)
                .that("heard by Java's WebSocket", next.orElse("nothing before the test's end"))
                .is(expected);
    }

    /// The page is driven from around it, as a person would: what is typed is typed into its field.
    @Test
    @Timeout(30)
    @Witness("chromium")
    void shows_chromium_what_is_said() throws Exception {
        var page = """
                <!DOCTYPE html><title>around the chat</title><iframe src="/"></iframe>
                <script>
                const frame = document.querySelector("iframe");
                let typed = false;
                setInterval(() => {
                    const page = frame.contentDocument, lines = page && page.getElementById("lines");
                    if (!typed && lines && lines.children.length) {
                        typed = true;
                        page.getElementById("text").value = "hello <b>";
                        page.getElementById("send").click();
                    }
                    if (lines && lines.children.length > 1) {
                        fetch("/test?" + encodeURIComponent(lines.innerText));
                    }
                }, 50);
                </script>""";
        var profile = Files.createTempDirectory("chromium");
        try (var house = new House(page)) {
            house.room.sends("* guest1 joined\r\n")
                    .readsUntil("hello <b>\r\n")
                    .sends("<ana> <i>hello</i>\r\n")
                    .readsToTheEnd();
            try (var chromium = Program.named("chromium")
                    .start(house.transcript,
                            List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                                    "--disable-dev-shm-usage", "--user-data-dir=" + profile,
                                    "--remote-debugging-port=0",
                                    "http://" + house.address() + "/test"))) {
                var seen = Eventually.get(() -> {
                    house.passOn();
                    return Optional.ofNullable(house.told.poll()).filter(target -> target.contains("?"));
                }, Deadline.ofTest());
                Check.of(house.transcript)
                        .that("seen in Chromium",
                                seen.map(target -> URLDecoder.decode(target.substring(6), UTF_8)).orElse(""))
                        .is("* guest1 joined\n<ana> <i>hello</i>");
            }
        } finally {
            try (var files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            }
        }
    }

    // The stage

    /// A browser and a room as the test plays them, and the gateway between.
    private static final class Stage implements AutoCloseable {
        private final Transcript transcript = new Transcript();
        private final ScriptedPeer browser = ScriptedPeer.start(transcript, "the browser");
        private final ScriptedPeer room = ScriptedPeer.start(transcript, "the room");

        Stage asks() {
            return asks(HANDSHAKE);
        }

        Stage asks(String request) {
            browser.sends(request).readsUntil("\r\n\r\n");
            return this;
        }

        /// The end behind them, so that an answer which carries on comes to one, too.
        void then(byte[]... frames) {
            for (var frame : frames) {
                browser.sends(frame);
            }
            browser.halfCloses().readsToTheEnd();
            room.readsToTheEnd().closes();
        }

        Call<Void> call() {
            return Call.doing(transcript, () -> Gateway.serve(browser.connection(), room.address()));
        }

        Check ends() {
            return call()
                    .whenThrew(IOException.class,
                            "whatever a browser sends, and however it ends, is an end for serve, and no failure")
                    .completes();
        }

        /// As [#ends()], for an end that may be thrown.
        Check ends(Class<? extends IOException> allowed) {
            return Call.of(transcript, () -> {
                try {
                    Gateway.serve(browser.connection(), room.address());
                } catch (IOException e) {
                    if (!allowed.isInstance(e)) {
                        throw e;
                    }
                }
                return "";
            }).returns("");
        }

        byte[] said() {
            return browser.received();
        }

        String head() {
            var said = said();
            return new String(said, 0, headLength(said), ISO_8859_1);
        }

        byte[] frames() {
            var said = said();
            return Arrays.copyOfRange(said, headLength(said), said.length);
        }

        boolean heard(String text) {
            return new String(room.received(), UTF_8).startsWith(text);
        }

        /// What the browser was told after the handshake, but for the answer to its close frame, which other tests are
        /// about.
        void said(String... frames) {
            saidOr("a frame came that should not, or none where one should", frames);
        }

        void saidOr(String likely, String... frames) {
            said(likely, describe(frames()).stream().filter(frame -> !frame.equals(CLOSED)), frames);
        }

        /// As [#saidOr], with every close frame.
        void closedOr(String likely, String... frames) {
            said(likely, describe(frames()).stream(), frames);
        }

        private void said(String likely, Stream<String> said, String... frames) {
            var words = said.collect(Collectors.joining(", "));
            Check.of(transcript)
                    .likelyIf(words.contains("masked "),
                            "only what the browser sends is masked; a server's frames never are (RFC 6455, 5.1)")
                    .likelyIf(true, likely)
                    .that("told to the browser", words.isEmpty() ? "nothing" : words)
                    .is(frames.length == 0 ? "nothing" : String.join(", ", frames));
        }

        void neverJoined() {
            Check.of(transcript)
                    .likely("the room was joined before it was known whether the browser may")
                    .holds(!room.isConnected(), "that the room hears nothing of it", "that it was joined");
        }

        @Override
        public void close() {
            browser.close();
            room.close();
        }
    }

    private static byte[] frames(ByteArrayOutputStream said) {
        var all = said.toByteArray();
        return Arrays.copyOfRange(all, headLength(all), all.length);
    }

    /// What a browser understands: `text "hi"`, `pong "a"`, `close 1000`; and what it must not be sent.
    private static List<String> describe(byte[] frames) {
        var words = new ArrayList<String>();
        var bytes = ByteBuffer.wrap(frames);
        while (bytes.remaining() >= 2) {
            var first = bytes.get() & 0xff;
            var second = bytes.get() & 0xff;
            long length = second & 0x7f;
            if (length == 126 && bytes.remaining() >= 2) {
                length = bytes.getShort() & 0xffff;
            } else if (length == 127 && bytes.remaining() >= 8) {
                length = bytes.getLong();
            }
            var mask = new byte[second < 0x80 || bytes.remaining() < 4 ? 0 : 4];
            bytes.get(mask);
            if (length < 0 || length > bytes.remaining()) {
                words.add("a frame that is not whole");
                return words;
            }
            var payload = new byte[(int) length];
            bytes.get(payload);
            words.add((mask.length > 0 ? "masked " : "") + describe(first, payload));
        }
        if (bytes.hasRemaining()) {
            words.add("half of a header");
        }
        return words;
    }

    private static String describe(int first, byte[] payload) {
        return switch (first) {
            case 0x81 -> "text " + text(payload);
            case 0x8a -> "pong " + text(payload);
            case 0x88 -> payload.length < 2 ? "close" : "close " + (ByteBuffer.wrap(payload).getShort() & 0xffff);
            default -> "a frame that begins with %02x".formatted(first);
        };
    }

    private static String text(byte[] payload) {
        try {
            return "\"" + UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)) + "\"";
        } catch (CharacterCodingException e) {
            return Bytes.show(payload);
        }
    }

    /// What stands before the frames.
    private static int headLength(byte[] said) {
        var end = new String(said, ISO_8859_1).indexOf("\r\n\r\n");
        return end < 0 ? said.length : end + 4;
    }

    /// A masked frame of at most 65,535 bytes, in as few bytes as it takes.
    private static byte[] frame(int first, byte[] payload, byte[] mask) {
        var length = payload.length < 126
                ? Bytes.of(0x80 | payload.length)
                : Bytes.of(0xfe, payload.length >> 8, payload.length & 0xff);
        var masked = payload.clone();
        for (var i = 0; i < masked.length; i++) {
            masked[i] ^= mask[i & 3];
        }
        return concat(Bytes.of(first), length, mask, masked);
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
