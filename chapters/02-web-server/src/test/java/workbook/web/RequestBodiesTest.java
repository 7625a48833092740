package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.kit.Connection;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class RequestBodiesTest {
    private static final String NEXT = "GET /next HTTP/1.1\r\n";

    @Test
    void reads_so_many_bytes_as_the_head_says() throws IOException {
        var rest = rest("hello" + NEXT);
        reads(rest, "Content-Length", "5")
                .whenReturned(bytes -> bytes.length > 5, "what follows the body was taken for a part of it")
                .returns("hello");
        staysIn(rest);
    }

    @Test
    void has_no_body_without_a_length() throws IOException {
        // RFC 9112, 6.3: a request of which nobody says the length has none.
        for (var headers : List.of(new String[]{"Host", "x"}, new String[]{"Content-Length", "0"})) {
            var rest = rest(NEXT);
            reads(rest, headers).returns("");
            staysIn(rest);
        }
    }

    @Test
    void waits_for_nothing_behind_the_body() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel").pauses().sends("lo");
            Call.of(peer, () -> RequestBodies.body(post("Content-Length", "5"), peer.input(), nowhere()).readAllBytes())
                    .whenHung("the client waits for the answer, and the connection does not end: a body ends where its "
                            + "length says")
                    .returns("hello");
        }
    }

    @Test
    void puts_chunks_together() throws IOException {
        var rest = rest("5\r\nhello\r\n1\r\n,\r\n6\r\n world\r\n0\r\n\r\n" + NEXT);
        reads(rest, "Transfer-Encoding", "chunked").returns("hello, world");
        staysIn(rest);
    }

    @Test
    void reads_sizes_as_hexadecimal() throws IOException {
        for (var size : List.of("1a", "1A", "0000000000000000000001A")) {
            var rest = rest(size + "\r\nabcdefghijklmnopqrstuvwxyz\r\n10\r\n0123456789abcdef\r\n000\r\n\r\n" + NEXT);
            chunks(rest)
                    .whenThrew(RefusedRequest.class, "sizes are hexadecimal, in either case, and zeros in front are "
                            + "allowed: 1a is 26, 10 is 16")
                    .returns("abcdefghijklmnopqrstuvwxyz0123456789abcdef");
            staysIn(rest);
        }
    }

    @Test
    void passes_over_extensions() throws IOException {
        // RFC 9112, 7.1.1: whoever does not know an extension ignores it; blanks may stand before it.
        var rest = rest("5;name=value;other=\"a b\"\r\nhello\r\n1 ; x\r\n!\r\n0;last\r\n\r\n" + NEXT);
        chunks(rest)
                .whenThrew(NumberFormatException.class, "what follows a semicolon is no part of the size")
                .whenThrew(RefusedRequest.class,
                        "what follows a semicolon is no part of the size, nor is a blank before it")
                .returns("hello!");
        staysIn(rest);
    }

    @Test
    void counts_neither_sizes_nor_data_against_the_limit() throws IOException {
        var data = "x".repeat(9_000);
        chunks(rest("1\r\nx\r\n".repeat(9_000) + "0\r\n\r\n"))
                .whenThrew(RefusedRequest.class,
                        "LIMIT is for extensions and trailers: a long body in small chunks has many sizes")
                .returns(data);
        chunks(rest("2328;" + "e".repeat(4_000) + "\r\n" + data + "\r\n0\r\nA: " + "t".repeat(3_900) + "\r\n\r\n"))
                .whenThrew(RefusedRequest.class, "extensions and trailers may have 8,192 bytes, and these have fewer")
                .returns(data);
    }

    @Test
    void passes_over_trailers() throws IOException {
        // RFC 9112, 7.1.2
        var rest = rest("5\r\nhello\r\n0\r\nDigest: x\r\nOther: y\r\n\r\n" + NEXT);
        chunks(rest).returns("hello");
        Check.of(new Transcript())
                .likely("the last chunk is not the end: trailers may follow, and an empty line always does")
                .that("left in the stream", rest.readAllBytes())
                .is(NEXT);
    }

    @Test
    void knows_chunked_in_whichever_case() throws IOException {
        // RFC 9112, 7: names of transfer codings are not case-sensitive.
        reads(rest("5\r\nhello\r\n0\r\n\r\n"), "transfer-encoding", "Chunked").returns("hello");
    }

    @Test
    void puts_together_what_comes_byte_by_byte() {
        try (var peer = ScriptedPeer.start()) {
            peer.drips("5;x\r\nhello\r\n0\r\nA: b\r\n\r\n");
            Call.of(peer, () -> RequestBodies.body(post("Transfer-Encoding", "chunked"), peer.input(), nowhere())
                    .readAllBytes())
                    .whenHung("nothing follows the empty line behind the last chunk until the client has its answer")
                    .returns("hello");
        }
    }

    @Test
    void carries_bytes_of_any_value() throws IOException {
        var bytes = Seed.bytes(Seed.random(), 70_000);
        var sent = new ByteArrayOutputStream();
        sent.writeBytes("11170\r\n".getBytes(ISO_8859_1));
        sent.writeBytes(bytes);
        sent.writeBytes("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
        chunks(new ByteArrayInputStream(sent.toByteArray())).returns(bytes);
        reads(new ByteArrayInputStream(bytes), "Content-Length", "70000").returns(bytes);
    }

    @Test
    void reads_single_bytes_and_ends_for_good() throws IOException {
        for (var chunked : List.of(true, false)) {
            var rest = rest(chunked ? "2\r\n\u00ff!\r\n0\r\n\r\n" + NEXT : "\u00ff!" + NEXT);
            var head = chunked ? post("Transfer-Encoding", "chunked") : post("Content-Length", "2");
            Call.of(() -> {
                var body = RequestBodies.body(head, rest, nowhere());
                return List.of(body.read(new byte[1], 0, 0), body.read(), body.read(), body.read(),
                        body.read(new byte[3]),
                        body.read());
            }).returns(List.of(0, 255, '!' + 0, -1, -1, -1));
            staysIn(rest);
        }
    }

    @Test
    void leaves_the_rest_open() throws IOException {
        for (var headers : List.of(new String[]{"Content-Length", "5"}, new String[]{"Transfer-Encoding", "chunked"})) {
            var closed = new boolean[1];
            var rest = new ByteArrayInputStream("5\r\nhello\r\n0\r\n\r\n".getBytes(ISO_8859_1)) {
                @Override
                public void close() {
                    closed[0] = true;
                }
            };
            Call.doing(new Transcript(), () -> RequestBodies.body(post(headers), rest, nowhere()).close())
                    .completes()
                    .likely("the rest of the connection was closed with the body; the next request is in it")
                    .holds(!closed[0], "an open rest", "a closed one");
        }
    }

    // Expect

    @Test
    void tells_a_waiting_client_to_go_on() {
        // RFC 9110, 10.1.1
        for (var headers : List.of(new String[]{"Content-Length", "5", "Expect", "100-continue"},
                new String[]{"Transfer-Encoding", "chunked", "expect", "100-Continue"})) {
            try (var peer = ScriptedPeer.start()) {
                peer.readsUntil("\r\n\r\n")
                        .sends(headers[0].equals("Content-Length") ? "hello" : "5\r\nhello\r\n0\r\n\r\n");
                Call.of(peer, () -> RequestBodies.body(post(headers), peer.input(), peer.socket().getOutputStream())
                        .readAllBytes())
                        .whenHung(
                                "the client waits for 100 Continue before it sends the body, and the server waits for the "
                                        + "body; curl gives up waiting after a second")
                        .returns("hello");
                var line = new String(peer.received(), ISO_8859_1);
                Check.of(peer)
                        .holds(line.startsWith("HTTP/1.1 100 ") && line.endsWith("\r\n\r\n"),
                                "a status line with 100, and an empty line", line);
            }
        }
    }

    @Test
    void tells_it_before_it_returns() {
        var out = new ByteArrayOutputStream();
        Call.of(() -> RequestBodies.body(post("Content-Length", "5", "Expect", "100-continue"), rest(""), out)).value();
        Check.of(new Transcript())
                .likely("a handler may answer without a read, and then 100 Continue would come after the answer")
                .holds(out.toString(ISO_8859_1).startsWith("HTTP/1.1 100 "), "100 Continue", "nothing written yet");
    }

    @Test
    void tells_nobody_else_to_go_on() {
        // RFC 9110, 10.1.1: not to HTTP/1.0; 15.2: no 1xx to a client of 1.0; and not for a request without a body.
        for (var head : List.of(post("Content-Length", "5"), post("Expect", "100-continue"),
                post("Content-Length", "0", "Expect", "100-continue"),
                new RequestHead("POST", "/", "HTTP/1.0",
                        Headers.of("Content-Length", "5", "Expect", "100-continue")))) {
            var out = new ByteArrayOutputStream();
            Call.of(() -> RequestBodies.body(head, rest("hello"), out)).value();
            Check.of(new Transcript())
                    .likely("who did not ask for 100 Continue, has no body to send, or speaks HTTP/1.0, takes it for the "
                            + "answer")
                    .that("written for " + head.version() + " " + shown(head.headers()), out.toByteArray())
                    .is("");
        }
    }

    // What is refused

    @Test
    void refuses_a_head_before_anything_is_read_or_written() {
        for (var head : List.of(post("Transfer-Encoding", "chunked", "Content-Length", "5", "Expect", "100-continue"),
                post("Content-Length", "-1", "Expect", "100-continue"),
                post("Transfer-Encoding", "gzip", "Expect", "100-continue"))) {
            var out = nowhere();
            Call.of(() -> RequestBodies.body(head, rest("hello"), out))
                    .whenReturned(body -> true,
                            "the refusal waits for a first read: whoever does not read the body never "
                                    + "hears that there is none")
                    .throwsA(RefusedRequest.class)
                    .likely("the client was first told to go on, and then refused")
                    .that("what was written", out.toByteArray())
                    .is("");
        }
    }

    @Test
    void refuses_two_kinds_of_length() {
        // RFC 9112, 6.3: "ought to be handled as an error"
        refuses(post("Transfer-Encoding", "chunked", "Content-Length", "5"), "5\r\nhello\r\n0\r\n\r\n",
                "two parties that choose differently see two different requests in the same bytes", 400);
    }

    @Test
    void refuses_lengths_that_differ() {
        for (var head : List.of(post("Content-Length", "5", "Content-Length", "6"),
                post("Content-Length", "6", "Content-Length", "5"), post("Content-Length", "5, 6"))) {
            refuses(head, "hello!",
                    "whoever believes the first and whoever believes the last see two different requests",
                    400);
        }
    }

    @Test
    void refuses_a_length_that_is_no_number() {
        // RFC 9110, 8.6: digits, and nothing else
        for (var value : List.of("-1", "+5", "0x5", "", "5 5", "5.0", "five", ",", "\u0665")) {
            refuses(post("Content-Length", value), "hello",
                    "a length is digits and nothing else; Long.parseLong takes more than that", 400);
        }
    }

    @Test
    void refuses_a_length_that_no_long_can_hold() {
        for (var value : List.of("9223372036854775808", "18446744073709551621", "99999999999999999999999")) {
            refuses(post("Content-Length", value), "hello", "what does not fit must not become another number", 400,
                    413);
        }
    }

    @Test
    void refuses_other_codings() {
        // RFC 9112, 6.1: 501 for one that is not known; 6.3: 400 where chunked is not the last.
        for (var value : List.of("gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked", "xchunked",
                "identity", "")) {
            refuses(post("Transfer-Encoding", value), "5\r\nhello\r\n0\r\n\r\n",
                    "who does not know all of the codings does not know where the body ends", 400, 501);
        }
        for (var second : List.of("gzip", "chunked")) {
            refuses(post("Transfer-Encoding", "chunked", "Transfer-Encoding", second), "5\r\nhello\r\n0\r\n\r\n",
                    "several lines of Transfer-Encoding are one list", 400, 501);
        }
    }

    @Test
    void refuses_a_coding_in_http_1_0() {
        // RFC 9112, 6.1
        refuses(new RequestHead("POST", "/", "HTTP/1.0", Headers.of("Transfer-Encoding", "chunked")),
                "5\r\nhello\r\n0\r\n\r\n", "HTTP/1.0 has no Transfer-Encoding: who passed it on may not have read it",
                400);
    }

    @Test
    void refuses_a_size_that_is_no_number() {
        for (var size : List.of("", "-5", "+5", "0x5", "5g", "five", ";x=5", "5 5", " 5", "\t5", "0\r5", "1\r0")) {
            refuses(post("Transfer-Encoding", "chunked"), size + "\r\nhello\r\n0\r\n\r\n",
                    "a size is hexadecimal digits and nothing else; Long.parseLong takes more than that", 400);
        }
    }

    @Test
    void refuses_a_size_that_no_long_can_hold() {
        for (var size : List.of("8000000000000000", "10000000000000005", "fffffffffffffffb",
                "FFFFFFFFFFFFFFFFFFFFFF")) {
            refuses(post("Transfer-Encoding", "chunked"), size + "\r\nhello\r\n0\r\n\r\n",
                    "what does not fit must not become another number", 400, 413);
        }
    }

    @Test
    void refuses_a_chunk_that_is_longer_than_it_says() {
        for (var body : List.of("4\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n")) {
            refuses(post("Transfer-Encoding", "chunked"), body,
                    "behind a chunk stands CR LF; two bytes were passed over without a look at them", 400);
        }
    }

    @Test
    void refuses_a_size_whose_line_ends_in_a_line_feed_alone() {
        // RFC 9112, 7.1, has CR LF there; 2.2 lets a LF alone pass in the head's lines, and speaks of no others.
        for (var body : List.of("5\nhello\r\n0\r\n\r\n", "5;x\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\n\r\n")) {
            refuses(post("Transfer-Encoding", "chunked"), body,
                    "a LF alone was taken for a line's end; whoever was before the server, and goes by CR LF, found the "
                            + "chunk in other bytes",
                    400);
        }
    }

    @Test
    void refuses_more_extensions_than_the_limit() {
        refuses(post("Transfer-Encoding", "chunked"), "5;" + "x".repeat(8_300) + "\r\nhello\r\n0\r\n\r\n",
                "extensions and trailers may have LIMIT bytes, and these have more", 400);
    }

    @Test
    void refuses_what_goes_on_for_ever() {
        for (var endless : List.of(new Endless("5;", "x"), new Endless("5\r\nhello\r\n0\r\nA: ", "x"),
                new Endless("5\r\nhello\r\n0\r\n", "A: b\r\n"), new Endless("", "1;xxxxxxxx\r\na\r\n"),
                new Endless("", "0"))) {
            Call.of(() -> RequestBodies.body(post("Transfer-Encoding", "chunked"), endless, nowhere()).readAllBytes())
                    .when(() -> endless.given >= Endless.MOST,
                            endless.again.equals("0")
                                    ? "a size of nothing but zeros, without an end and without a limit"
                                    : "extensions or trailers without an end, and no limit: LIMIT holds for all of them "
                                            + "together")
                    .throwsA(RefusedRequest.class, "a RefusedRequest with 400", refused -> refused.status() == 400);
        }
    }

    // What is missing

    @Test
    void does_not_take_a_short_body_for_a_whole_one() {
        // RFC 9112, 8
        missing(post("Content-Length", "5"), "hel");
        missing(post("Content-Length", "5"), "");
        for (var part : List.of("", "5", "5\r\n", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n",
                "5\r\nhello\r\n0\r\nA: b\r\n")) {
            missing(post("Transfer-Encoding", "chunked"), part);
        }
    }

    @Test
    void takes_no_memory_for_what_is_only_said() {
        var said = Long.toString(Long.MAX_VALUE);
        for (var begin : List.of(post("Content-Length", said), post("Content-Length", "2000000000"),
                post("Transfer-Encoding", "chunked"))) {
            var rest = rest(begin.headers().contains("Content-Length") ? "hel" : "7fffffff0\r\nhel");
            Call.of(() -> new String(RequestBodies.body(begin, rest, nowhere()).readNBytes(3), ISO_8859_1))
                    .whenThrew(RuntimeException.class,
                            "a length is a claim made by a stranger, and a long: no array is made by "
                                    + "it")
                    .whenThrew(EOFException.class, "three bytes have come, and whoever reads may want them now")
                    .returns("hel");
        }
    }

    // Witnesses

    @Test
    @Witness("curl")
    void curl_sends_a_form() throws IOException {
        curl("name=value", "-d", "name=value");
    }

    @Test
    @Witness("curl")
    void curl_sends_chunks() throws IOException {
        curl("name=value", "-H", "Transfer-Encoding: chunked", "-d", "name=value");
    }

    @Test
    @Witness("curl")
    void curl_hears_that_it_may_go_on(@TempDir Path folder) throws IOException {
        var file = folder.resolve("big");
        Files.write(file, new byte[1_500_000]);
        try (var listener = listener();
                var curl = Curl.runs("-v", "--expect100-timeout", "60", "-H", "Expect: 100-continue", "--data-binary",
                        "@" + file, "http://127.0.0.1:" + listener.getLocalPort())) {
            var count = Call.of(curl.transcript(), () -> serve(listener).length)
                    .whenHung("curl waits for 100 Continue; its usual patience of a second was made a minute")
                    .whenThrew(java.net.SocketTimeoutException.class,
                            "curl waits for 100 Continue; its usual patience of a second was made a minute");
            count.returns(1_500_000);
            Check.of(curl.transcript()).that("exit status of curl", curl.exit()).is(0);
        }
    }

    @Test
    @Witness("python3")
    void python_sends_chunks() throws IOException {
        try (var listener = listener();
                var python = Python.runs("""
                        import http.client, sys
                        c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=3)
                        c.request('POST', '/', body=iter([b'hello', b', ', b'world' * 5]), encode_chunked=True,
                                  headers={'Transfer-Encoding': 'chunked'})
                        print(c.getresponse().status)
                        """, Integer.toString(listener.getLocalPort()))) {
            Call.of(python.transcript(), () -> serve(listener)).returns("hello, worldworldworldworldworld");
            Check.of(python.transcript()).that("printed by python3", python.printed()).is("200\n");
        }
    }

    private static void curl(String expected, String... arguments) throws IOException {
        try (var listener = listener()) {
            var all = new java.util.ArrayList<>(List.of(arguments));
            all.add("http://127.0.0.1:" + listener.getLocalPort());
            try (var curl = Curl.runs(all.toArray(String[]::new))) {
                Call.of(curl.transcript(), () -> serve(listener)).returns(expected);
                Check.of(curl.transcript()).that("printed by curl", curl.text()).is("thanks");
            }
        }
    }

    private static ServerSocket listener() throws IOException {
        var listener = new ServerSocket();
        TestSide.has(listener);
        listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        listener.setSoTimeout(3_000);
        return listener;
    }

    /// Takes one request, its head by hand, and answers it when the answer has read the body.
    private static byte[] serve(ServerSocket listener) throws IOException {
        try (var socket = listener.accept()) {
            var connection = Connection.of(socket);
            connection.timeout(Duration.ofSeconds(3));
            var text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                text.append((char) connection.in().read());
            }
            var headers = Headers.NONE;
            for (var line : text.toString().lines().skip(1).filter(line -> !line.isEmpty()).toList()) {
                var field = line.split(":", 2);
                headers = headers.with(field[0], field[1].strip());
            }
            var head = new RequestHead("POST", "/", "HTTP/1.1", headers);
            var bytes = RequestBodies.body(head, connection.in(), connection.out()).readAllBytes();
            connection.out()
                    .write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nthanks"
                            .getBytes(ISO_8859_1));
            return bytes;
        }
    }

    // What the tests share

    private static RequestHead post(String... headers) {
        return new RequestHead("POST", "/", "HTTP/1.1", Headers.of(headers));
    }

    private static InputStream rest(String text) {
        return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    }

    private static ByteArrayOutputStream nowhere() {
        return new ByteArrayOutputStream();
    }

    private static Call<byte[]> chunks(InputStream rest) {
        return reads(rest, "Transfer-Encoding", "chunked");
    }

    private static Call<byte[]> reads(InputStream rest, String... headers) {
        return Call.of(() -> RequestBodies.body(post(headers), rest, nowhere()).readAllBytes());
    }

    private static void staysIn(InputStream rest) throws IOException {
        var left = rest.readAllBytes();
        Check.of(new Transcript())
                .likelyIf(left.length == 0, "all that had come was taken, as a buffer does; the next request was in it")
                .likelyIf(left.length > NEXT.length(),
                        "something of the body stayed, and will be taken for the next request")
                .that("left in the stream", left)
                .is(NEXT);
    }

    private static void refuses(RequestHead head, String sent, String likely, int... statuses) {
        var expected = "a RefusedRequest with " + statuses[0] + ", for " + shown(head.headers()) + " and "
                + firstLine(sent);
        Call.of(() -> RequestBodies.body(head, rest(sent), nowhere()).readAllBytes())
                .when(() -> true, likely)
                .whenThrew(NumberFormatException.class,
                        "this is the client's mistake, and needs an answer; an unchecked exception gives none")
                .throwsA(RefusedRequest.class, expected,
                        refused -> java.util.Arrays.stream(statuses).anyMatch(status -> status == refused.status()));
    }

    private static String firstLine(String text) {
        var first = text.lines().findFirst().orElse("");
        return "\"" + (first.length() > 30 ? first.substring(0, 30) + "…" : first) + "\"";
    }

    private static void missing(RequestHead head, String sent) {
        Call.of(() -> RequestBodies.body(head, rest(sent), nowhere()).readAllBytes())
                .when(() -> true, "part of a body passed for the whole: the end came before the body's end")
                .throwsA(EOFException.class);
        Call.of(() -> byteByByte(RequestBodies.body(head, rest(sent), nowhere())))
                .when(() -> true, "read() of a single byte took the end of the stream for the end of the body")
                .throwsA(EOFException.class);
    }

    private static int byteByByte(InputStream body) throws IOException {
        var count = 0;
        while (body.read() >= 0) {
            count++;
        }
        return count;
    }

    private static String shown(Headers headers) {
        return headers.fields().stream().map(field -> field.name() + ": " + field.value()).toList().toString();
    }

    /// A beginning, and then the same again and again, up to a million bytes.
    private static final class Endless extends InputStream {
        static final int MOST = 1_000_000;

        private final String begin;
        private final String again;
        private volatile int given;

        Endless(String begin, String again) {
            this.begin = begin;
            this.again = again;
        }

        @Override
        public int read() {
            var at = given++;
            if (at >= MOST) {
                return -1;
            }
            return at < begin.length() ? begin.charAt(at) : again.charAt((at - begin.length()) % again.length());
        }
    }
}
