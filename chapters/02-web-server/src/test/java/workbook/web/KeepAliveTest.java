package workbook.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import workbook.kit.Connection;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class KeepAliveTest {
    private static final Handler TARGET = request -> Response.text(200, request.head().target());
    private static final String SECOND = "GET /b HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void answers_a_request_and_returns_at_the_clients_end() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").halfCloses().readsToTheEnd();
            serve(peer, TARGET);
            answers(peer, "[200 /a]");
        }
    }

    @Test
    void leaves_the_connection_open() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").halfCloses().readsToTheEnd();
            Call.doing(peer, () -> serving(LIMITS, TARGET).serveConnection(peer.connection()))
                    .completes()
                    .likely("who opened the connection closes it; a try-with-resources around a stream closes it, too")
                    .holds(!peer.socket().isClosed() && !peer.socket().isOutputShutdown(), "an open connection",
                            "a closed one");
        }
    }

    @Test
    void answers_two_requests_that_arrive_together() {
        // RFC 9112, 9.3.2: a client may send the next request before it has the answer.
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.1\r\nHost: x\r\n\r\n" + SECOND).halfCloses().readsToTheEnd();
            serve(peer, TARGET);
            var replies = BodyReplies.in(peer.received());
            Check.of(peer)
                    .likelyIf(replies.size() == 1,
                            "the second request had arrived with the first, and was lost with the "
                                    + "RequestReader that held it; or the connection was given up after one answer")
                    .that(BodyReplies.shown(replies))
                    .is("[200 /a, 200 /b]");
        }
    }

    @Test
    void answers_a_request_that_comes_after_a_pause() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").pauses().sends(SECOND).halfCloses().readsToTheEnd();
            serve(peer, TARGET);
            answers(peer, "[200 /a, 200 /b]");
        }
    }

    @Test
    void answers_in_the_order_of_the_requests() {
        // RFC 9112, 9.3.2: in the order of the requests, however long each takes.
        Handler handler = request -> {
            if (request.head().target().equals("/a")) {
                await(new CountDownLatch(1), 80);
            }
            return TARGET.handle(request);
        };
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.1\r\nHost: x\r\n\r\n" + SECOND).readsUntil("/b").halfCloses().readsToTheEnd();
            peer.transcript().test("took 80 ms for the first answer");
            serve(peer, handler);
            Check.of(peer)
                    .likely("the answers were given by several threads: nothing in an answer says whose it is, only its "
                            + "place does")
                    .that(BodyReplies.shown(BodyReplies.in(peer.received())))
                    .is("[200 /a, 200 /b]");
        }
    }

    @Test
    void ends_when_the_client_asks_for_it() {
        // RFC 9112, 9.6; RFC 9110, 7.6.1: the options are not case-sensitive, and a list.
        for (var value : List.of("close", "Close", "keep-alive,close")) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends("GET /a HTTP/1.1\r\nHost: x\r\nConnection: " + value + "\r\n\r\n" + SECOND)
                        .halfCloses()
                        .readsToTheEnd();
                serve(peer, TARGET);
                last(peer, "200 /a",
                        "the client said that this was its last request: Connection is a list, of words in "
                                + "whichever case");
            }
        }
    }

    @Test
    void ends_after_a_request_of_http_1_0() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.0\r\n\r\n" + SECOND).halfCloses().readsToTheEnd();
            serve(peer, TARGET);
            last(peer, "200 /a",
                    "a client of HTTP/1.0 waits for the end of the connection, unless it has said otherwise");
        }
    }

    @Test
    void goes_on_with_a_client_of_http_1_0_that_asks_for_it() {
        // RFC 9112, 9.3 and C.2.2
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n")
                    .halfCloses()
                    .readsToTheEnd();
            serve(peer, TARGET);
            var replies = BodyReplies.in(peer.received());
            Check.of(peer)
                    .likely("a client of HTTP/1.0 may ask for the connection to go on, with keep-alive in Connection")
                    .that(BodyReplies.shown(replies))
                    .is("[200 /a, 200 /b]")
                    .likely("the client does not know that the connection goes on unless the answer says keep-alive")
                    .holds(replies.getFirst().headers().lists("Connection", "keep-alive"), "Connection: keep-alive",
                            "an answer without it");
        }
    }

    @Test
    void ends_if_the_response_says_so() {
        for (var value : List.of("close", "Close", "x, close")) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends("GET /a HTTP/1.1\r\nHost: x\r\n\r\n" + SECOND).halfCloses().readsToTheEnd();
                serve(peer, request -> TARGET.handle(request).with("Connection", value));
                last(peer, "200 /a", "the response has Connection: " + value
                        + ", which is a list, of words in whichever case, and its client sends no more");
            }
        }
    }

    @Test
    void skips_a_body_that_the_handler_has_not_read() {
        var body = "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n";
        try (var peer = ScriptedPeer.start()) {
            peer.sends("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body + SECOND)
                    .halfCloses()
                    .readsToTheEnd();
            serve(peer, TARGET);
            Check.of(peer)
                    .likely("the body of the first request was taken for a request")
                    .that(BodyReplies.shown(BodyReplies.in(peer.received())))
                    .is("[200 /a, 200 /b]");
        }
    }

    @Test
    void skips_what_the_handler_has_left_of_a_body_that_is_still_to_come() {
        Handler handler = request -> {
            request.body().read();
            return TARGET.handle(request);
        };
        try (var peer = ScriptedPeer.start()) {
            peer.sends("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 33\r\n\r\nhel")
                    .pauses()
                    .sends("lo /evil HTTP/1.1\r\nHost: x\r\n\r\n" + SECOND)
                    .halfCloses()
                    .readsToTheEnd();
            serve(peer, handler);
            Check.of(peer)
                    .likely("the body had not arrived whole: available() and skip() say nothing of what is still to come")
                    .that(BodyReplies.shown(BodyReplies.in(peer.received())))
                    .is("[200 /a, 200 /b]");
        }
    }

    @Test
    void skips_a_body_as_long_as_the_limit() {
        var limits = new Limits(8_192, 32_768, 20_000, Duration.ofSeconds(2), Duration.ofSeconds(3));
        for (var length : List.of(20_000, 20_001)) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n")
                        .sends("x".repeat(length) + SECOND)
                        .halfCloses()
                        .readsToTheEnd();
                serve(peer, serving(limits, TARGET));
                var replies = BodyReplies.in(peer.received());
                Check.of(peer)
                        .likelyIf(replies.size() == 1,
                                "limits.body() says how much of a body is read for nobody, here 20,000 bytes, and no more "
                                        + "than that were left")
                        .likelyIf(replies.size() == 2, "limits.body() is 20,000 here, and one byte more was left")
                        .that(BodyReplies.shown(replies))
                        .is(length == 20_000 ? "[200 /a, 200 /b]" : "[200 /a]");
            }
        }
    }

    @Test
    void gives_up_on_a_body_without_an_end() {
        BodyReader endless = (head, rest, out) -> new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return length;
            }
        };
        try (var peer = ScriptedPeer.start()) {
            peer.sends("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nhel").halfCloses();
            Call.doing(peer, () -> new KeepAlive(LIMITS, endless, TARGET).serveConnection(peer.connection()))
                    .whenHung("the handler did not want this body, and nobody needs the next request so much: "
                            + "beyond limits.body() the connection may end")
                    .completes();
        }
    }

    @Test
    void answers_once_if_the_rest_of_a_body_is_bad() {
        BodyReader bad = (head, rest, out) -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new RefusedRequest(400, "no chunk size");
            }
        };
        try (var peer = ScriptedPeer.start()) {
            peer.sends("POST /a HTTP/1.1\r\nHost: x\r\n\r\n" + SECOND).halfCloses().readsToTheEnd();
            serve(peer, new KeepAlive(LIMITS, bad, TARGET));
            var replies = BodyReplies.in(peer.received());
            Check.of(peer)
                    .likely("the request had its answer; the client would take a second one for the answer to its next "
                            + "request")
                    .holds(replies.size() == 1, "one answer", replies.size() + ": " + BodyReplies.shown(replies));
        }
    }

    @Test
    void answers_once_if_the_rest_of_a_body_never_comes() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel").halfCloses().readsToTheEnd();
            serve(peer, TARGET);
            Check.of(peer)
                    .likely("the handler did not need this body, and had its answer; the client has ended only what it sends")
                    .that(BodyReplies.shown(BodyReplies.in(peer.received())))
                    .is("[200 /a]");
        }
    }

    @Test
    void answers_what_is_no_request_and_ends() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.1\r\nHost : x\r\n\r\n" + SECOND).halfCloses().readsToTheEnd();
            serve(peer, TARGET);
            last(peer, "400",
                    "nobody knows where a request ends that cannot be understood, nor where the next one begins");
        }
    }

    @Test
    void answers_a_body_without_a_length_and_ends() {
        BodyReader refusing = (head, rest, out) -> {
            throw new RefusedRequest(501, "no such coding");
        };
        try (var peer = ScriptedPeer.start()) {
            peer.sends("POST /a HTTP/1.1\r\nHost: x\r\n\r\n" + SECOND).halfCloses().readsToTheEnd();
            serve(peer, new KeepAlive(LIMITS, refusing, TARGET));
            last(peer, "501", "nobody knows where this body ends, nor where the next request begins");
        }
    }

    @Test
    void answers_what_the_handler_refuses_and_ends() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" + SECOND)
                    .halfCloses()
                    .readsToTheEnd();
            serve(peer, request -> {
                throw new RefusedRequest(413, "too much");
            });
            last(peer, "413", "a refused request is the last one");
        }
    }

    @Test
    void passes_on_a_failure_of_the_handler() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(SECOND).halfCloses();
            Call.doing(peer, () -> serving(LIMITS, request -> {
                throw new IllegalStateException("the test's own: a bug");
            }).serveConnection(peer.connection()))
                    .whenReturnedNull("every exception was caught: who calls this never hears of a bug in a handler")
                    .throwsA(IllegalStateException.class);
        }
    }

    @Test
    void returns_quietly_when_the_client_is_silent() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").readsToTheEnd();
            var limits = new Limits(8_192, 32_768, 65_536, Duration.ofMillis(60), Duration.ofSeconds(2));
            serve(peer, new KeepAlive(limits, KeepAliveTest::byLength, TARGET));
            Check.of(peer)
                    .likely("silence is no request: an answer to nobody would be taken for the answer to the next one")
                    .that(BodyReplies.shown(BodyReplies.in(peer.received())))
                    .is("[200 /a]");
        }
    }

    @Test
    void returns_quietly_when_the_client_leaves_inside_a_request() {
        for (var half : List.of("GET / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel")) {
            try (var peer = ScriptedPeer.start()) {
                peer.sends(half).halfCloses().readsToTheEnd();
                serve(peer, request -> {
                    request.body().readAllBytes();
                    return TARGET.handle(request);
                });
                Check.of(peer).that(BodyReplies.shown(BodyReplies.in(peer.received()))).is("[]");
            }
        }
    }

    // Witnesses

    @Test
    @Witness("curl")
    void curl_needs_one_connection_for_two_pages() throws IOException {
        try (var listener = listener()) {
            var url = "http://127.0.0.1:" + listener.getLocalPort();
            try (var curl = Curl.runs("-w", " %{num_connects}\n", url + "/a", url + "/b")) {
                serveOne(curl.transcript(), listener);
                Check.of(curl.transcript()).that("printed by curl", curl.text()).is("/a 1\n/b 0\n");
            }
        }
    }

    @Test
    @Witness("python3")
    void python_keeps_its_connection() throws IOException {
        try (var listener = listener();
                var python = Python.runs("""
                        import http.client, sys
                        c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=3)
                        used = set()
                        for path in '/a', '/b':
                            c.request('POST', path, body='hello')
                            used.add(c.sock)
                            print(c.getresponse().read().decode())
                        c.close()
                        print(len(used), 'connection')
                        """, Integer.toString(listener.getLocalPort()))) {
            serveOne(python.transcript(), listener);
            Check.of(python.transcript()).that("printed by python3", python.printed()).is("/a\n/b\n1 connection\n");
        }
    }

    private static ServerSocket listener() throws IOException {
        var listener = new ServerSocket();
        TestSide.has(listener);
        listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        listener.setSoTimeout(3_000);
        return listener;
    }

    private static void serveOne(Transcript transcript, ServerSocket listener) {
        Call.doing(transcript, () -> {
            try (listener; var socket = listener.accept()) {
                serving(LIMITS, TARGET).serveConnection(Connection.of(socket));
            }
        }).completes();
    }

    // What the tests share

    private static final Limits LIMITS = new Limits(8_192, 32_768, 65_536, Duration.ofSeconds(2),
            Duration.ofSeconds(3));

    private static KeepAlive serving(Limits limits, Handler handler) {
        return new KeepAlive(limits, KeepAliveTest::byLength, handler);
    }

    private static void serve(ScriptedPeer peer, Handler handler) {
        serve(peer, serving(LIMITS, handler));
    }

    private static void serve(ScriptedPeer peer, KeepAlive answer) {
        Call.doing(peer, () -> {
            answer.serveConnection(peer.connection());
            if (!peer.socket().isClosed() && !peer.socket().isOutputShutdown()) {
                peer.socket().shutdownOutput();
            }
        })
                .whenThrew(EOFException.class,
                        "the client has left, and nobody waits for an answer: that is no error of "
                                + "the server's")
                .whenThrew(java.net.SocketTimeoutException.class,
                        "the client had nothing to ask for so long: that ends the connection, and is no error")
                .whenThrew(RefusedRequest.class, "whoever sent this waits for an answer that says what was wrong")
                .completes();
    }

    private static void answers(ScriptedPeer peer, String expected) {
        var replies = BodyReplies.in(peer.received());
        Check.of(peer)
                .likelyIf(replies.size() == 1, "the connection was given up after one answer: in HTTP/1.1 it goes on")
                .that(BodyReplies.shown(replies))
                .is(expected);
    }

    private static void last(ScriptedPeer peer, String expected, String likely) {
        var replies = BodyReplies.in(peer.received());
        Check.of(peer)
                .likely(likely)
                .that(BodyReplies.shown(replies))
                .is("[" + expected + "]")
                .likely("the answer was written before it was known that it is the last")
                .holds(replies.getFirst().headers().lists("Connection", "close"), "Connection: close in the answer",
                        "an answer without it");
    }

    private static void await(CountDownLatch latch, int millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A body by its Content-Length.
    private static InputStream byLength(RequestHead head, InputStream rest, OutputStream out) {
        var length = head.headers().first("Content-Length").map(Integer::parseInt).orElse(0);
        return new InputStream() {
            private int left = length;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    return -1;
                }
                var next = rest.read();
                if (next < 0) {
                    throw new EOFException("the client ended inside a body");
                }
                left--;
                return next;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                var count = rest.read(bytes, offset, Math.min(length, left));
                if (count < 0) {
                    throw new EOFException("the client ended inside a body");
                }
                left -= count;
                return count;
            }
        };
    }
}
