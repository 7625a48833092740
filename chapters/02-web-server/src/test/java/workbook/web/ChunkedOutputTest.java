package workbook.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Python;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class ChunkedOutputTest {
    private static final String EMPTY_CHUNK = "a chunk of length 0 is the end of the body, and was sent before it";
    private static final String NOT_ENDED = "the last chunk is 0, CR LF, and the empty line that ends the body: CR LF";
    private static final String HEX = "the length of a chunk is written in hexadecimal digits: ten bytes are \"a\"";
    private static final String PART = "the whole array was sent, or its beginning: offset and length say which part";
    private static final String FAILED = "the content failed and its body was ended all the same: the client takes what it has for "
            + "the whole";

    private final Transcript transcript = new Transcript();

    // The stream

    @Test
    void sends_a_body_in_chunks() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            out.write("Hello".getBytes(US_ASCII));
            out.write(", world".getBytes(US_ASCII));
            out.close();
        });
        complete(wire.bytes(), "Hello, world".getBytes(US_ASCII), NOT_ENDED);
    }

    @Test
    void writes_lengths_in_hexadecimal() {
        // 10 and more differ from decimal; 16 and more take a second digit.
        for (var length : new int[]{9, 10, 15, 16, 26, 255, 256, 4096, 70_000}) {
            var wire = new ChunkedWire();
            chunked(wire, out -> {
                out.write(letters(length));
                out.close();
            });
            complete(wire.bytes(), letters(length), HEX);
        }
    }

    @Test
    void goes_on_after_a_write_of_nothing() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            out.write(new byte[0]);
            out.write("one".getBytes(US_ASCII));
            out.write(new byte[0]);
            out.write("one".getBytes(US_ASCII), 1, 0);
            out.write("two".getBytes(US_ASCII));
            out.close();
        });
        complete(wire.bytes(), "onetwo".getBytes(US_ASCII), EMPTY_CHUNK);
    }

    @Test
    void goes_on_after_a_flush() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            out.flush();
            out.write("one".getBytes(US_ASCII));
            out.flush();
            out.flush();
            out.write("two".getBytes(US_ASCII));
            out.close();
        });
        complete(wire.bytes(), "onetwo".getBytes(US_ASCII), EMPTY_CHUNK);
    }

    @Test
    void sends_the_part_that_it_is_given() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            out.write("___Hello___".getBytes(US_ASCII), 3, 5);
            out.close();
        });
        complete(wire.bytes(), "Hello".getBytes(US_ASCII), PART);
    }

    @Test
    void sends_single_bytes() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            for (var b : new int[]{'H', 0xff, 0, -1, '\r', '\n'}) {
                out.write(b);
            }
            out.close();
        });
        complete(wire.bytes(), new byte[]{'H', -1, 0, -1, '\r', '\n'}, "write(int) sends one byte, the low eight bits");
    }

    @Test
    void keeps_no_hold_of_the_callers_array() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            var buffer = "one".getBytes(US_ASCII);
            out.write(buffer);
            buffer[0] = '!';
            out.write(buffer, 0, 3);
            buffer[0] = '?';
            out.close();
        });
        complete(wire.bytes(), "one!ne".getBytes(US_ASCII),
                "the caller's array was kept and read later: after write it is the caller's again");
    }

    @Test
    void has_sent_everything_after_a_flush() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            out.write("tick".getBytes(US_ASCII));
            out.flush();
        });
        var reading = ChunkedWire.read(wire.bytes());
        check().likely("it waits in a buffer: a client that watches a clock sees nothing before the end")
                .that("at the client after flush()", reading.said())
                .is("tick");
        var below = "what was flushed waits in the stream below, which may gather, too: a flush is passed on";
        check().likely(below)
                .that("at the client after flush(), through a BufferedOutputStream", ChunkedWire.read(gathered(out -> {
                    out.write("tick".getBytes(US_ASCII));
                    out.flush();
                })).said())
                .is("tick");
        check().likely(below)
                .holds(ChunkedWire.read(gathered(OutputStream::close)).ended(),
                        "the last chunk at the client after close(), through a BufferedOutputStream", "no last chunk");
    }

    /// What has come through a stream that gathers.
    private byte[] gathered(Use use) {
        var wire = new ChunkedWire();
        Call.doing(transcript, () -> use.of(ChunkedOutput.chunked(new BufferedOutputStream(wire)))).completes();
        return wire.bytes();
    }

    @Test
    void keeps_little_back() {
        var some = letters(4096);
        keepsLittle(out -> {
            for (var i = 0; i < 25; i++) {
                out.write(some);
            }
        }, "the body is gathered whole before any of it is sent: it may be larger than memory, or have no end");
        keepsLittle(out -> {
            for (var i = 0; i < 100 * 1024; i++) {
                out.write('x');
            }
        }, "single bytes are gathered without a limit, whatever happens to arrays: a body written byte by byte may "
                + "have no end, too");
    }

    private void keepsLittle(Use use, String mistake) {
        var wire = new ChunkedWire();
        chunked(wire, use);
        var arrived = wire.bytes().length;
        check().likely(mistake)
                .holds(arrived >= 36 * 1024, "at least all but 64 KiB of 100 KiB at the client before close",
                        arrived + " bytes");
    }

    @Test
    void ends_a_body_of_nothing() {
        var wire = new ChunkedWire();
        chunked(wire, OutputStream::close);
        complete(wire.bytes(), new byte[0], NOT_ENDED);
    }

    @Test
    void ends_the_body_once() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            out.write('x');
            out.close();
            out.close();
        });
        complete(wire.bytes(), "x".getBytes(US_ASCII),
                "the second close sent a second end: those bytes are read as the next response");
    }

    @Test
    void leaves_the_connection_open() {
        var wire = new ChunkedWire();
        chunked(wire, out -> {
            out.write('x');
            out.close();
        });
        check().likely("closing the chunks closed the connection's stream: no second response can follow")
                .holds(!wire.closed, "an open stream", "a closed one");
    }

    @Test
    void sends_nothing_after_the_end() {
        for (var write : new Use[]{out -> out.write("late".getBytes(US_ASCII)), out -> out.write('l')}) {
            var wire = new ChunkedWire();
            Call.doing(transcript, () -> {
                var out = ChunkedOutput.chunked(wire);
                out.close();
                write.of(out);
                out.flush();
            })
                    .when(() -> true, "a write after the end was taken, and nobody learns that it is lost")
                    .throwsA(IOException.class);
            check().likely("a chunk was sent behind the end of the body, where the next response begins")
                    .that("on the wire", wire.bytes())
                    .is("0\r\n\r\n");
        }
    }

    // The response

    @Test
    void sends_chunks_to_a_client_of_1_1() {
        for (var keep : new boolean[]{true, false}) {
            var wire = new ChunkedWire();
            send(wire, "HTTP/1.1", keep, out -> out.write("tick".getBytes(US_ASCII)))
                    .whenReturned(was -> !was.equals(keep),
                            "the caller's keep is the answer: the last chunk ends the body, not the "
                                    + "connection")
                    .returns(keep);
            complete(wire.body(), "tick".getBytes(US_ASCII), NOT_ENDED);
            staysOpen(wire);
            check().likely("the client is not told that the body comes in chunks")
                    .holds(header(wire, "transfer-encoding: *chunked"), "Transfer-Encoding: chunked", shown(wire));
            if (!keep) {
                check().likely("the client is not told that the connection ends")
                        .holds(header(wire, "connection:.*close"), "Connection: close", shown(wire));
            }
            oneFraming(wire);
        }
    }

    @Test
    void sends_status_and_headers_of_the_response() {
        for (var version : new String[]{"HTTP/1.1", "HTTP/1.0"}) {
            var wire = new ChunkedWire();
            var response = new Response(404, Headers.of("X-Reason", "gone"), Content.streamed(out -> out.write('x')));
            transcript.test("asked in " + version);
            Call.of(transcript, () -> ChunkedOutput.send(wire, get(version), response, false)).returns(false);
            check().likely("status and headers are the response's: ResponseWriter.head makes the head of both")
                    .holds(wire.head().startsWith("HTTP/1.1 404") && header(wire, "x-reason: *gone"),
                            "status 404 and X-Reason: gone", shown(wire));
        }
    }

    @Test
    void sends_no_chunks_to_a_client_of_1_0() {
        var wire = new ChunkedWire();
        // RFC 9112, 6.1: MUST NOT, unless the request was of 1.1 or later.
        send(wire, "HTTP/1.0", true, out -> out.write("tick".getBytes(US_ASCII)))
                .whenReturned(was -> was, "only the end of the connection ends this body: nothing can follow it")
                .returns(false);
        check().likely("HTTP/1.0 knows no chunks: their lengths would stand in the page")
                .that("behind the head", wire.body())
                .is("tick");
        check().likely("HTTP/1.0 knows no Transfer-Encoding")
                .holds(!header(wire, "transfer-encoding:.*"), "no Transfer-Encoding", shown(wire));
        check().likely("a connection that must end was said to go on: the client waits for the end of the body")
                .holds(!header(wire, "connection:.*keep-alive.*"), "no Connection: keep-alive", shown(wire));
        oneFraming(wire);
        staysOpen(wire);
    }

    private void staysOpen(ChunkedWire wire) {
        check().likely("the stream was closed with the response: whether the connection ends is the caller's to decide")
                .holds(!wire.closed, "the connection's stream left open", "closed");
    }

    @Test
    void does_not_end_the_body_of_a_content_that_failed() {
        for (var failure : new Exception[]{new IOException("disk"), new IllegalStateException("bug")}) {
            var wire = new ChunkedWire();
            send(wire, "HTTP/1.1", true, out -> {
                out.write("half".getBytes(US_ASCII));
                if (failure instanceof IOException e) {
                    throw e;
                }
                throw new IllegalStateException("bug");
            }).whenReturned(was -> true,
                    "the failure was swallowed: the caller must close the connection, and does not know it")
                    .throwsA(failure.getClass());
            var reading = ChunkedWire.read(wire.body());
            check().likely(FAILED).holds(!reading.ended(), "a body without its last chunk", "the last chunk, 0");
        }
    }

    @Test
    void stops_when_the_client_has_left() {
        var wire = new ChunkedWire(100_000);
        send(wire, "HTTP/1.1", true, out -> {
            for (var i = 0; i < 100; i++) {
                out.write(letters(4096));
            }
        }).whenReturned(was -> true, "the client's leaving was swallowed: the content goes on for nobody")
                .throwsA(IOException.class);
        check().likely("after a write had failed, the end of the body was written to the same connection")
                .holds(wire.writesAfterLeaving == 0, "no write after the one that failed",
                        wire.writesAfterLeaving + " more");
    }

    // Witnesses

    @Test
    @Witness("curl")
    void curl_reads_the_chunks() throws Exception {
        send(new ChunkedWire(), "HTTP/1.1", false, out -> {}).returns(false);
        try (var server = served()) {
            var address = "http://127.0.0.1:" + server.getLocalPort() + "/";
            try (var curl = Curl.runs(address)) {
                var body = curl.text();
                Check.of(curl.transcript()).that("from curl", body).is("one, and more than sixteen");
            }
            try (var curl = Curl.runs("--raw", address)) {
                var reading = ChunkedWire.read(curl.body());
                Check.of(curl.transcript())
                        .that("in the chunks that curl --raw shows", reading.said())
                        .is("one, and more than sixteen");
            }
            try (var curl = Curl.runs("-0", address)) {
                Check.of(curl.transcript()).that("from curl -0", curl.text()).is("one, and more than sixteen");
            }
        }
    }

    @Test
    @Witness("python3")
    void python_reads_the_chunks() throws Exception {
        send(new ChunkedWire(), "HTTP/1.1", false, out -> {}).returns(false);
        try (var server = served();
                var python = Python.runs("""
                        import http.client, sys
                        c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]))
                        c.request('GET', '/')
                        r = c.getresponse()
                        print(r.chunked, r.read().decode())
                        """, Integer.toString(server.getLocalPort()))) {
            var printed = new String(python.printed(), US_ASCII).strip();
            Check.of(python.transcript()).that("from Python", printed).is("True one, and more than sixteen");
        }
    }

    /// Answers each connection once, in the version that it asks in.
    private static ServerSocket served() throws IOException {
        var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    var head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        head.append((char) socket.getInputStream().read());
                    }
                    var version = head.substring(0, head.indexOf("\r\n")).endsWith("1.0") ? "HTTP/1.0" : "HTTP/1.1";
                    ChunkedOutput.send(socket.getOutputStream(), get(version), response(out -> {
                        out.write("one".getBytes(US_ASCII));
                        out.flush();
                        out.write(new byte[0]);
                        out.write(", and more than sixteen".getBytes(US_ASCII));
                    }), false);
                } catch (IOException | RuntimeException e) {
                    // The test sees it by what the client got.
                }
            }
        });
        return server;
    }

    // What the tests say

    private interface Use {
        void of(OutputStream out) throws IOException;
    }

    private void chunked(ChunkedWire wire, Use use) {
        Call.doing(transcript, () -> use.of(ChunkedOutput.chunked(wire))).completes();
    }

    private Call<Boolean> send(ChunkedWire wire, String version, boolean keep, Content.Writer content) {
        transcript.test("asked in " + version);
        return Call.of(transcript, () -> ChunkedOutput.send(wire, get(version), response(content), keep));
    }

    private static RequestHead get(String version) {
        return new RequestHead("GET", "/", version, Headers.of("Host", "localhost"));
    }

    private static Response response(Content.Writer content) {
        return new Response(200, Headers.of("Content-Type", "text/plain"), Content.streamed(content));
    }

    private void complete(byte[] wire, byte[] body, String likely) {
        var reading = ChunkedWire.read(wire);
        check().likelyIf(!reading.wrong().isEmpty(), likely)
                .holds(reading.wrong().isEmpty(), "chunks as in RFC 9112, 7.1", reading.wrong());
        check().likely(likely).that("in the chunks", reading.said()).is(body);
        check().likely(NOT_ENDED).holds(reading.ended(), "a last chunk", "no last chunk");
        check().likely(likely).holds(reading.rest() == 0, "nothing behind the last chunk", reading.rest() + " bytes");
    }

    private void oneFraming(ChunkedWire wire) {
        check().likely(
                "a length was sent of a body whose length nobody knows; with chunks besides, two readers read two bodies")
                .holds(!header(wire, "content-length:.*"), "no Content-Length", shown(wire));
    }

    private static boolean header(ChunkedWire wire, String pattern) {
        return wire.head().lines().anyMatch(line -> line.toLowerCase(Locale.ROOT).matches(pattern));
    }

    private static String shown(ChunkedWire wire) {
        return wire.head().isEmpty() ? "no head" : wire.head();
    }

    private Check check() {
        return Check.of(transcript);
    }

    private static byte[] letters(int count) {
        var letters = new byte[count];
        for (var i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + i % 26);
        }
        return letters;
    }
}
