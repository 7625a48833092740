package workbook.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import workbook.kit.Connection;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Deadline;
import workbook.testkit.Ending;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Witness;

class FixedResponseTest {
    private static final String GET = "GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String EARLY = "it answered, or closed, before the head had ended: a read returns what is "
            + "there, and only the empty line ends a head";

    @Test
    void answers_a_request_with_the_text() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            var reply = responds(peer, "Hello");
            Check.of(peer)
                    .likely("the first line is the status line: version, blank, status, blank, and a reason or nothing")
                    .that("the status line, without its reason", reply.statusLine())
                    .is("HTTP/1.1 200 ");
            reply.bodyIs("Hello");
        }
    }

    @Test
    void ends_each_line_of_the_head_in_cr_lf() throws IOException {
        // RFC 9112, 2.2. Most clients take a bare LF, and so only the bytes tell.
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            responds(peer, "Hello");
            Check.of(peer)
                    .likely("a line of HTTP ends in CR LF on every system; println, %n and the line ends of a text block "
                            + "do not know that")
                    .that("the head", HttpReply.head(peer.received()))
                    .is(HttpReply.head(peer.received()).replace("\r\n", "\n").replace("\r", "").replace("\n", "\r\n"));
        }
    }

    @Test
    void says_the_length_in_bytes() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            var reply = responds(peer, "套接字");
            Check.of(peer)
                    .likelyIf(reply.field("Content-Length").isEmpty(),
                            "without a length only the connection's end tells the client that the body is whole")
                    .likelyIf(reply.field("Content-Length").equals("3"),
                            "these are 3 characters and 9 bytes: a client that is told 3 shows one character")
                    .that("Content-Length", reply.field("Content-Length"))
                    .is("9");
            reply.bodyIs("套接字");
        }
    }

    @Test
    void says_that_the_text_is_utf_8() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            var reply = responds(peer, "für 5 €");
            Check.of(peer)
                    .likely("a client that is not told the charset guesses, and may guess wrong")
                    .that("Content-Type, in lower case and without blanks", reply.field("Content-Type")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[ \"]", ""))
                    .is("text/plain;charset=utf-8");
            reply.bodyIs("für 5 €");
        }
    }

    @Test
    void answers_with_an_empty_text() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            var reply = responds(peer, "");
            Check.of(peer).that("Content-Length", reply.field("Content-Length")).is("0");
            reply.bodyIs("");
        }
    }

    @Test
    void answers_with_a_long_text() throws IOException {
        var text = "π".repeat(50_000 + Seed.random().nextInt(50_000));
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            responds(peer, text).bodyIs(text);
        }
    }

    @Test
    void waits_for_the_end_of_a_head_in_pieces() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET / HTTP/1.1\r\nHo")
                    .pauses()
                    .sends("st: localhost\r\n")
                    .pauses()
                    .sends("\r\n")
                    .readsToTheEnd();
            responds(peer, "Hello", EARLY).bodyIs("Hello");
        }
    }

    @Test
    void reads_a_long_head_to_its_end() throws IOException {
        // A byte that is left unread makes a reset of the close, which can take the response away (RFC 9112, 9.6).
        var filler = "X-Filler: " + "x".repeat(90) + "\r\n";
        var head = "GET / HTTP/1.1\r\nHost: localhost\r\n" + filler.repeat(200) + "\r\n";
        try (var peer = ScriptedPeer.start()) {
            peer.sends(head).readsToTheEnd();
            var connection = new Observed(peer.connection());
            Call.doing(peer, () -> FixedResponse.respond(connection, "Hello"))
                    .completes()
                    .likely("a part of the head was left in the stream: how long a head is, the client decides")
                    .that("bytes of the head that were read", connection.count)
                    .is((long) head.length());
            HttpReply.of(peer).bodyIs("Hello");
        }
    }

    @Test
    void does_not_wait_for_more_than_the_head() throws IOException {
        // The client keeps its side open, as browsers do: it waits for the response.
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            responds(peer, "Hello").bodyIs("Hello");
        }
    }

    @Test
    void answers_a_request_that_has_a_body() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello").readsToTheEnd();
            Call.doing(peer, () -> FixedResponse.respond(peer.connection(), "Hello"))
                    .whenHung(
                            "it looks for the empty line at the end of what has come, and more has come than the head")
                    .completes();
            HttpReply.of(peer).bodyIs("Hello");
        }
    }

    @Test
    void closes_the_connection_and_says_so() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            var reply = responds(peer, "Hello");
            Check.of(peer)
                    .likely("a client of HTTP/1.1 keeps the connection for its next request unless it is told")
                    .that("Connection", reply.field("Connection").toLowerCase(Locale.ROOT))
                    .is("close");
            isClosed(peer);
        }
    }

    @Test
    void sends_nothing_to_a_client_that_ends_in_its_head() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET / HTTP/1.1\r\nHost: local").pauses().halfCloses().readsToTheEnd();
            Call.doing(peer, () -> FixedResponse.respond(peer.connection(), "Hello"))
                    .whenHung("at the end read() returns -1, and goes on doing so: -1 is no byte")
                    .completes();
            isClosed(peer);
            Check.of(peer).likely(EARLY).that("the response", peer.received()).is("");
        }
    }

    @Test
    void closes_the_connection_where_sending_fails() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends(GET).readsToTheEnd();
            var connection = new Observed(peer.connection());
            connection.isBroken = true;
            Call.doing(peer, () -> FixedResponse.respond(connection, "Hello"))
                    .whenReturnedNull(
                            "the exception of the failed write was swallowed, by a catch or by a PrintWriter, "
                                    + "which never throws")
                    .throwsA(IOException.class)
                    .likely("the connection is to be closed on every way out")
                    .holds(connection.isClosed, "a closed connection", "an open one");
        }
    }

    @Test
    void closes_the_connection_where_reading_fails() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            var connection = new Observed(peer.connection());
            connection.hasNoInput = true;
            Call.doing(peer, () -> FixedResponse.respond(connection, "Hello"))
                    .whenReturnedNull("the exception of the failed read was swallowed")
                    .throwsA(IOException.class)
                    .likely("the connection is to be closed on every way out")
                    .holds(connection.isClosed, "a closed connection", "an open one");
        }
    }

    @Test
    void answers_a_client_that_would_rather_speak_http_2() throws IOException {
        // What Java's HttpClient sends; a server may ignore an upgrade (RFC 9110, 7.8).
        var head = "GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nContent-Length: 0\r\nHost: 127.0.0.1:8080\r\n"
                + "HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\r\nUpgrade: h2c\r\n"
                + "User-Agent: Java-http-client/25\r\n\r\n";
        try (var peer = ScriptedPeer.start()) {
            peer.sends(head).readsToTheEnd();
            responds(peer, "Hello").bodyIs("Hello");
        }
    }

    @Test
    @Witness("curl")
    void answers_curl() throws IOException {
        try (var listener = listener(); var curl = Curl.runs(url(listener))) {
            var socket = listener.accept();
            Call.doing(curl.transcript(), () -> FixedResponse.respond(Connection.of(socket), "套接字"))
                    .completes()
                    .that("curl's exit code", curl.exit())
                    .is(0)
                    .that("the body it got", curl.body())
                    .is("套接字");
        }
    }

    private static ServerSocket listener() throws IOException {
        var listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        listener.setSoTimeout(Deadline.ofTest().millis());
        TestSide.has(listener);
        return listener;
    }

    private static String url(ServerSocket listener) {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    private static HttpReply responds(ScriptedPeer peer, String body) throws IOException {
        return responds(peer, body,
                "what a PrintWriter or a buffered stream holds is sent by flush, and by nothing else");
    }

    private static HttpReply responds(ScriptedPeer peer, String body, String whenNothing) throws IOException {
        Call.doing(peer, () -> FixedResponse.respond(peer.connection(), body))
                .whenHung("it waits for more than the head: the client keeps its side open until it has the response")
                .completes();
        Check.of(peer)
                .likely("the connection is still open: it is to be closed on every way out")
                .holds(peer.socket().isClosed(), "a closed connection", "an open one")
                .likely(whenNothing)
                .holds(peer.received().length > 0, "a response", "not a byte");
        return HttpReply.of(peer);
    }

    private static void isClosed(ScriptedPeer peer) {
        Check.of(peer)
                .likely("the connection is still open: it is to be closed on every way out")
                .holds(peer.socket().isClosed(), "a closed connection", "an open one")
                .likely("bytes of the head were left unread, and that makes a reset of the close")
                .holds(peer.ending() != Ending.RESET, "the connection's end", "a reset");
    }

    /// The answer's end of a connection, with a count of what it reads.
    private static final class Observed implements Connection {
        private final Connection inner;
        private long count;
        private boolean isBroken;
        private boolean hasNoInput;
        private boolean isClosed;

        Observed(Connection inner) {
            this.inner = inner;
        }

        @Override
        public InputStream in() throws IOException {
            if (hasNoInput) {
                throw new IOException("the test's own: there is nothing to read from");
            }
            var in = inner.in();
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    var next = in.read();
                    count += next < 0 ? 0 : 1;
                    return next;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    var read = in.read(bytes, offset, length);
                    count += Math.max(0, read);
                    return read;
                }

                @Override
                public int available() throws IOException {
                    return in.available();
                }

                @Override
                public void close() throws IOException {
                    Observed.this.close();
                }
            };
        }

        @Override
        public OutputStream out() throws IOException {
            return isBroken ? new BrokenOutput() : inner.out();
        }

        @Override
        public void timeout(Duration limit) throws IOException {
            inner.timeout(limit);
        }

        @Override
        public void shutdownOutput() throws IOException {
            inner.shutdownOutput();
        }

        @Override
        public SocketAddress peer() {
            return inner.peer();
        }

        @Override
        public void close() throws IOException {
            isClosed = true;
            inner.close();
        }

        private final class BrokenOutput extends OutputStream {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("the test's own: the client has gone");
            }

            @Override
            public void close() throws IOException {
                Observed.this.close();
            }
        }
    }
}
