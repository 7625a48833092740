package workbook.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import workbook.kit.Connection;
import workbook.testkit.Bytes;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Curl;
import workbook.testkit.Deadline;
import workbook.testkit.Ending;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class HostileInputTest {
    private static final Duration LONG = Duration.ofSeconds(4);
    private static final String PAGE = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\nmuch\n";
    /// A kernel's buffers do not hold it, if they are kept small.
    private static final byte[] UPLOAD = "a".repeat(600_000).getBytes(UTF_8);

    private static Limits limits(Duration idle, Duration total) {
        return new Limits(100, 300, 50, idle, total);
    }

    private static Limits millis(int idle, int total) {
        return limits(Duration.ofMillis(idle), Duration.ofMillis(total));
    }

    // A connection

    @Test
    void passes_on_what_comes_and_what_goes() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends('h', 'e', 0xe9, 'y').readsToTheEnd();
            var got = Call.of(peer, () -> {
                var connection = new GuardedConnection(peer.connection(), limits(LONG, LONG));
                connection.timeout(LONG);
                // Asked for its stream again and again, as some readers do.
                var read = new ArrayList<Integer>();
                for (var i = 0; i < 4; i++) {
                    read.add(connection.in().read());
                }
                connection.out().write(Bytes.of("hello"));
                connection.shutdownOutput();
                return read + " from " + connection.peer();
            })
                    .whenThrew(SocketTimeoutException.class, "no time was left although four seconds were given")
                    .whenReturned(text -> text.contains("-23"),
                            "a byte has a sign in Java: read() returns a number from 0 to 255")
                    .whenHung(
                            "bytes that had come were lost: whatever in() returns, what one stream has not taken must "
                                    + "be there for the next");
            got.returns("[104, 101, 233, 121] from " + peer.socket().getRemoteSocketAddress());
            Check.of(peer)
                    .likely("what is written goes to the connection inside, and so does the end of output")
                    .that("received by the client", peer.received())
                    .is("hello")
                    .that(peer.ending())
                    .is(Ending.CLOSED);
        }
    }

    @Test
    void waits_for_a_request_as_long_as_it_was_told() {
        try (var peer = ScriptedPeer.start()) {
            peer.staysSilent(Duration.ofMillis(90)).sends("GET");
            Call.of(peer, () -> {
                var connection = new GuardedConnection(peer.connection(), millis(50, 50));
                connection.timeout(LONG);
                // Into no room at all, as some readers do: that brings no byte.
                connection.in().read(new byte[0]);
                var bytes = new byte[10];
                return new String(bytes, 0, connection.in().read(bytes), UTF_8);
            })
                    .whenThrew(SocketTimeoutException.class,
                            "the time of the request was running before there was a request: until its first byte, "
                                    + "timeout() says how long to wait")
                    .returns("GET");
        }
        try (var peer = ScriptedPeer.start()) {
            peer.staysSilent(Duration.ofMillis(20)).sends("GET");
            Call.of(peer, () -> {
                var connection = new GuardedConnection(peer.connection(), limits(Duration.ofMillis(5), LONG));
                connection.timeout(Duration.ZERO);
                var bytes = new byte[10];
                return new String(bytes, 0, connection.in().read(bytes), UTF_8);
            })
                    .whenThrew(SocketTimeoutException.class, "a timeout of zero means for ever")
                    .returns("GET");
        }
    }

    @Test
    void gives_up_on_a_client_that_says_nothing() {
        for (var told : new boolean[]{true, false}) {
            try (var peer = ScriptedPeer.start()) {
                peer.staysSilent(Duration.ofMillis(700)).closes();
                Call.of(peer, () -> {
                    var connection = new GuardedConnection(peer.connection(),
                            told ? limits(LONG, LONG) : millis(50, 4000));
                    if (told) {
                        connection.timeout(Duration.ofMillis(50));
                    }
                    return connection.in().read();
                })
                        .whenReturned(value -> value < 0,
                                told
                                        ? "timeout(50 ms) did not reach the connection inside"
                                        : "until somebody calls timeout(), the first byte may take Limits.idle()")
                        .throwsA(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void gives_up_on_a_request_that_drips() {
        try (var peer = ScriptedPeer.start()) {
            peer.drips("GET / HTTP/1.1\r\n" + "X-a: b\r\n".repeat(6), Duration.ofMillis(10)).readsToTheEnd();
            Call.of(peer, () -> {
                var connection = new GuardedConnection(peer.connection(), millis(4000, 220));
                connection.timeout(LONG);
                return read(connection.in(), 64) + " bytes before it gave up";
            })
                    .whenReturned(text -> text.startsWith("64"),
                            "each read has a limit, and the request has none: a byte in time buys the client the whole "
                                    + "limit again")
                    .returns("fewer than 64 bytes read", text -> !text.startsWith("64"));
        }
    }

    /// Reads byte by byte, until so many have come, or the time is up.
    private static int read(InputStream in, int count) throws IOException {
        for (var i = 0; i < count; i++) {
            try {
                if (in.read() < 0) {
                    return i;
                }
            } catch (SocketTimeoutException e) {
                return i;
            }
        }
        return count;
    }

    @Test
    void can_still_answer_when_the_time_is_up() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("GET").readsToTheEnd().closes();
            Call.doing(peer, () -> {
                var connection = new GuardedConnection(peer.connection(), millis(4000, 40));
                connection.timeout(LONG);
                read(connection.in(), 4);
                connection.out().write(Bytes.of("408"));
                connection.close();
            })
                    .whenThrew(SocketException.class,
                            "the connection was closed when the time was up: the caller may want to say why")
                    .completes();
            Check.of(peer).that("received by the client", peer.received()).is("408");
        }
    }

    @Test
    void gives_up_on_a_request_that_never_pauses() {
        var wait = Deadline.in(Duration.ofMillis(900));
        try (var peer = ScriptedPeer.start()) {
            peer.transcript().test("sent bytes without a pause");
            Call.of(peer, () -> {
                var connection = new GuardedConnection(
                        GuardObserved.ofFlood(peer.connection(), Long.MAX_VALUE), millis(4000, 60));
                connection.timeout(LONG);
                var bytes = new byte[100];
                while (!wait.isOver()) {
                    connection.in().read(bytes);
                }
                return "reads without end";
            })
                    .whenReturned(text -> true,
                            "a socket's limit ends a wait, and here nobody waits: whether the time is up must be asked "
                                    + "before each read")
                    .throwsA(SocketTimeoutException.class);
        }
    }

    @Test
    void gives_every_request_a_time_of_its_own() {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("1")
                    .pauses()
                    .staysSilent(Duration.ofMillis(30))
                    .sends("22")
                    .staysSilent(Duration.ofMillis(700))
                    .closes();
            var connection = guarded(peer, millis(4000, 60));
            Call.of(peer, () -> {
                connection.timeout(LONG);
                var first = connection.in().read();
                connection.timeout(LONG);
                return first + ", " + connection.in().read(new byte[10]);
            })
                    .whenThrew(SocketTimeoutException.class,
                            "the time of the first request was still running: timeout() begins another")
                    .returns("49, 2");
            Call.of(peer, () -> connection.in().read())
                    .whenReturned(value -> true,
                            "the second request has no time limit: the first byte of each starts it")
                    .throwsA(SocketTimeoutException.class);
        }
    }

    private static GuardedConnection guarded(ScriptedPeer peer, Limits limits) {
        return Call.of(peer, () -> new GuardedConnection(peer.connection(), limits)).value();
    }

    // Its close

    /// RFC 9112, 9.6. The answer's end is a channel's socket, which closes by a reset alone if there is something unread.
    @Test
    void lets_a_client_that_still_sends_see_the_answer() throws IOException {
        try (var peer = ScriptedPeer.start(); var channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            channel.connect(peer.address());
            peer.sends("POST / HTTP/1.1\r\n").sends(UPLOAD).readsToTheEnd().closes();
            var inner = GuardObserved.of(Connection.of(channel.socket()));
            Call.doing(peer, () -> {
                var connection = new GuardedConnection(inner, limits(LONG, LONG));
                connection.timeout(LONG);
                connection.in().read(new byte[10]);
                connection.out().write(Bytes.of(PAGE));
                connection.close();
            }).completes();
            var atOnce = "it was closed at once: the kernel answers what the client still sends with a reset, and that "
                    + "destroys the page";
            Check.of(peer)
                    .likelyIf(inner.read() < 1_000, atOnce)
                    .that("received by the client", peer.received())
                    .is(PAGE)
                    .likelyIf(inner.read() < 1_000, atOnce)
                    .likely("it was closed before the client was done")
                    .that(peer.ending())
                    .is(Ending.CLOSED)
                    .likely("the connection inside is still open")
                    .holds(inner.isClosed(), "the connection inside closed", "left open");
        }
    }

    @Test
    void sees_an_answer_off_after_the_time_is_up() throws IOException {
        try (var peer = ScriptedPeer.start(); var channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            channel.connect(peer.address());
            peer.sends("P").pauses().sends(UPLOAD).readsToTheEnd().closes();
            Call.doing(peer, () -> {
                var connection = new GuardedConnection(Connection.of(channel.socket()), millis(3000, 20));
                connection.timeout(LONG);
                read(connection.in(), 2);
                connection.out().write(Bytes.of(PAGE));
                connection.close();
            }).completes();
            var late = "what the client still sends was read within the request's time, and none was left of it: closing "
                    + "has a time of its own";
            Check.of(peer)
                    .likely(late)
                    .that("received by the client", peer.received())
                    .is(PAGE)
                    .likely(late)
                    .that(peer.ending())
                    .is(Ending.CLOSED);
        }
    }

    @Test
    void ends_its_output_before_it_waits_for_the_client() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.readsToTheEnd().sends("late").closes();
            var inner = GuardObserved.of(peer.connection());
            Call.doing(peer, () -> {
                var connection = new GuardedConnection(inner, limits(Duration.ofMillis(900), LONG));
                connection.out().write(Bytes.of(PAGE));
                connection.close();
            }).completes();
            Check.of(peer)
                    .likely("both sides waited for the other's end: a client that reads to the end ends its side when it "
                            + "has seen yours")
                    .that("bytes read after its end", inner.read())
                    .is(4L);
        }
    }

    @Test
    void reads_no_more_than_a_little_when_it_closes() {
        try (var peer = ScriptedPeer.start()) {
            peer.transcript().test("sent bytes without a pause");
            var inner = flood(peer, 16L << 20);
            Call.doing(peer, () -> new GuardedConnection(inner, limits(LONG, LONG)).close()).completes();
            Check.of(peer)
                    .likelyIf(inner.read() == 0, "nothing was read: a client that still sends loses the answer")
                    .likelyIf(inner.read() < 900_000,
                            "so little was read that a client with a small file loses the answer")
                    .likely("it reads for as long as the client likes to send")
                    .holds(inner.read() >= 900_000 && inner.read() <= 2 << 20, "about 1 MiB read",
                            String.format(Locale.ROOT, "%,d bytes", inner.read()))
                    .likely("the connection inside is still open")
                    .holds(inner.isClosed(), "the connection inside closed", "left open");
        }
    }

    private static GuardObserved flood(ScriptedPeer peer, long count) {
        try {
            return GuardObserved.ofFlood(peer.connection(), count);
        } catch (IOException e) {
            throw new IllegalStateException("the test's own connection failed", e);
        }
    }

    @Test
    void waits_no_longer_than_a_little_when_it_closes() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.drips("x".repeat(60), Duration.ofMillis(10)).closes();
            var inner = GuardObserved.of(peer.connection());
            Call.doing(peer, () -> new GuardedConnection(inner, limits(Duration.ofMillis(200), LONG)).close())
                    .whenHung("it waits for the client's end, and the client has time")
                    .completes();
            Check.of(peer)
                    .likely("each read has a limit, and closing has none: it takes as long as the client drips")
                    .holds(inner.read() < 60, "closed before the client was done", "all 60 bytes read")
                    .likely("the connection inside is still open")
                    .holds(inner.isClosed(), "the connection inside closed", "left open");
        }
    }

    @Test
    void closes_what_is_broken_and_what_is_closed() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.resets();
            var inner = GuardObserved.of(peer.connection());
            peer.received();
            Call.doing(peer, () -> {
                var connection = new GuardedConnection(inner, limits(LONG, LONG));
                connection.close();
                connection.close();
            })
                    .whenThrew(IOException.class, "a client that is gone is no failure of a close")
                    .completes();
            Check.of(peer)
                    .likely("an exception on the way kept the connection inside from being closed")
                    .holds(inner.isClosed(), "the connection inside closed", "left open");
        }
        try (var peer = ScriptedPeer.start()) {
            peer.readsToTheEnd().sends("late").closes();
            var inner = GuardObserved.of(peer.connection());
            Call.doing(peer, () -> {
                var connection = new GuardedConnection(inner, limits(LONG, LONG));
                connection.shutdownOutput();
                connection.close();
                connection.close();
            })
                    .whenThrew(IOException.class, "a socket whose output has ended refuses to end it again")
                    .completes();
            Check.of(peer)
                    .likely("a socket whose output has ended refuses to end it again; that is no reason to read nothing")
                    .that("bytes read after its end", inner.read())
                    .is(4L)
                    .holds(inner.isClosed(), "the connection inside closed", "left open");
        }
    }

    // A handler

    @Test
    void takes_a_body_that_is_just_short_enough() {
        for (var framed : new String[]{"Content-Length", "Transfer-Encoding"}) {
            var transcript = new Transcript();
            var request = request(framed, 50, new ByteArrayInputStream(new byte[50]));
            transcript.test("sent 50 bytes, limit 50, with " + line(request));
            Call.of(transcript, () -> status(answer(request, HostileInputTest::bodyLength)))
                    .whenReturned(text -> text.startsWith("413"),
                            "the limit itself is allowed: more than that is too much")
                    .returns("200 50 bytes");
        }
    }

    @Test
    void refuses_a_length_above_the_limit_before_it_reads() {
        var read = new long[1];
        var called = new boolean[1];
        var request = request("Content-Length", 51, GuardObserved.counting(flooded(51), count -> read[0] += count));
        var transcript = new Transcript();
        transcript.test("sent Content-Length: 51, limit 50");
        Call.of(transcript, () -> status(answer(request, inner -> {
            called[0] = true;
            return Response.text(200, "taken");
        })))
                .whenReturned(text -> text.startsWith("200"),
                        "the length that the client announces was not compared with the limit")
                .whenReturned(text -> text.startsWith("500"),
                        "a refusal was taken for a failure of the server: a RefusedRequest has a status of its own")
                .returns("413, close", text -> text.startsWith("413"));
        Check.of(transcript)
                .likely("the handler was called before the length was looked at")
                .holds(!called[0], "the handler not called", "called")
                .likely("the body was read although its length had been announced")
                .that("bytes of the body read", read[0])
                .is(0L);
    }

    @Test
    void counts_a_body_that_does_not_say_its_length() {
        for (var how : List.of("into an array", "byte by byte", "past it: it skips all")) {
            var read = new long[1];
            var got = new ByteArrayOutputStream();
            var request = request("Transfer-Encoding", 0,
                    GuardObserved.counting(flooded(4 << 20), count -> read[0] += count));
            var transcript = new Transcript();
            transcript.test("sent 4 MiB, chunked, limit 50; the handler reads " + how);
            var body = new InputStream[1];
            Call.of(transcript, () -> status(answer(request, inner -> {
                body[0] = inner.body();
                switch (how.charAt(0)) {
                    case 'i' -> inner.body().transferTo(got);
                    case 'b' -> {
                        for (var next = inner.body().read(); next >= 0; next = inner.body().read()) {
                            got.write(next);
                        }
                    }
                    default -> inner.body().skipNBytes(4 << 20);
                }
                return Response.text(200, "taken");
            })))
                    .whenReturned(text -> text.startsWith("500"), "it was the body that was too long, and no failure")
                    .whenReturned(text -> text.startsWith("200"),
                            "a chunked body announces no length: whoever passes it on must count")
                    .whenReturned(text -> text.startsWith("200") && how.startsWith("past"),
                            "what is skipped was read all the same, by somebody else, and not counted: a FilterInputStream "
                                    + "passes skip() on")
                    .whenReturned(
                            text -> text.startsWith("200") && how.startsWith("into") && hasOnlySingleReads(body[0]),
                            "it was refused, and nobody heard: InputStream's own read into an array swallows an exception "
                                    + "that comes behind its first byte; the next read must throw again")
                    .returns("413, close", text -> text.startsWith("413"));
            Check.of(transcript)
                    .likely("the handler got more than the limit before it was stopped")
                    .holds(got.size() <= 50, "at most 50 bytes for the handler", got.size() + " bytes")
                    .likely("the whole body was collected before it was found too long: that is the memory the limit is for")
                    .holds(read[0] <= 100_000, "hardly more than 50 bytes read", read[0] + " bytes");
        }
    }

    /// Whether a stream leaves the reading into arrays to the JDK's `InputStream`.
    private static boolean hasOnlySingleReads(InputStream body) {
        try {
            return body.getClass()
                    .getMethod("read", byte[].class, int.class, int.class)
                    .getDeclaringClass()
                    .equals(InputStream.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every stream has it", e);
        }
    }

    @Test
    void answers_a_refused_request_with_its_status() {
        var transcript = new Transcript();
        transcript.test("had the handler throw a RefusedRequest with 409");
        Call.of(transcript, () -> status(answer(get(), request -> {
            throw new RefusedRequest(409, "one at a time");
        })))
                .whenReturned(text -> text.startsWith("500"),
                        "a RefusedRequest is no failure of the server: it knows its status")
                .returns("409, close, with its reason", text -> text.startsWith("409 one at a time"));
    }

    @Test
    void answers_for_a_handler_that_fails() {
        for (var failure : new Exception[]{new IllegalStateException("secret 4711"), new NullPointerException(),
                new NoSuchFileException("/srv/secret"), new UncheckedIOException(new IOException("secret")),
                new SocketTimeoutException("secret"), new SocketException("secret"), new EOFException("secret")}) {
            var transcript = new Transcript();
            var name = failure.getClass().getSimpleName();
            transcript.test("had the handler throw: " + name);
            var answer = Call.of(transcript, () -> answer(get(), request -> {
                throw rethrown(failure);
            }))
                    .whenThrew(RuntimeException.class,
                            "the handler's exception was let through: nobody answers the client")
                    .whenThrew(IOException.class,
                            "not every IOException is the client's: a file that is missing, or a database that is, is the "
                                    + "handler's failure, whatever its class")
                    .value();
            var shown = show(answer);
            Check.of(transcript)
                    .that("as the status", answer.status())
                    .is(500)
                    .likely("a stranger reads what the server is made of, and where it is weak")
                    .holds(!shown.contains(name) && !shown.contains("secret") && !shown.contains("Exception")
                            && !shown.contains("\tat "), "a page that tells nothing of the failure",
                            shown.substring(0, Math.min(160, shown.length())));
            isLast(transcript, answer);
        }
    }

    private static RuntimeException rethrown(Exception failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        return (RuntimeException) failure;
    }

    @Test
    void passes_on_that_the_client_is_gone() {
        for (var gone : new IOException[]{new SocketTimeoutException("too slow"), new SocketException("reset"),
                new EOFException("cut short"), new IOException("broken pipe")}) {
            var transcript = new Transcript();
            transcript.test("had the body end in a " + gone.getClass().getSimpleName());
            Call.of(transcript, () -> status(answer(request("Transfer-Encoding", 0, broken(gone)),
                    HostileInputTest::bodyLength)))
                    .whenReturned(text -> text.startsWith("500"),
                            "the client is gone, or too slow; neither is a failure of the handler, and nobody is there to "
                                    + "hear the answer")
                    .throwsA(gone.getClass());
        }
    }

    private static InputStream broken(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
    }

    /// Nobody knows what a JVM without memory can still do.
    @Test
    void passes_an_error_on() {
        var transcript = new Transcript();
        transcript.test("had the handler throw an AssertionError");
        Call.of(transcript, () -> status(answer(get(), request -> {
            throw new AssertionError("not to be caught");
        })))
                .whenReturned(text -> true, "an Error is no exception: after one, nobody knows what still holds")
                .throwsA(AssertionError.class);
    }

    private static Response bodyLength(Request request) throws IOException {
        return Response.text(200, request.body().readAllBytes().length + " bytes");
    }

    private static InputStream flooded(long count) {
        return GuardObserved.flood(count, () -> 'a');
    }

    private static Request get() {
        return new Request(new RequestHead("GET", "/", "HTTP/1.1", Headers.of("Host", "x")),
                InputStream.nullInputStream());
    }

    private static Request request(String framing, long length, InputStream body) {
        var value = framing.equals("Content-Length") ? Long.toString(length) : "chunked";
        return new Request(new RequestHead("POST", "/", "HTTP/1.1", Headers.of("Host", "x", framing, value)), body);
    }

    private static String line(Request request) {
        var field = request.head().headers().fields().getLast();
        return field.name() + ": " + field.value();
    }

    /// What the answer's handler answers, be it returned or thrown.
    private static Response answer(Request request, Handler inner) throws IOException {
        var handler = new GuardedHandler(inner, limits(LONG, LONG));
        try {
            return handler.handle(request);
        } catch (RefusedRequest refused) {
            return Response.text(refused.status(), refused.getMessage()).with("Connection", "close");
        }
    }

    /// Status and body, and whether it lacks the end that a refusal needs.
    private static String status(Response answer) throws IOException {
        var ends = answer.status() < 400 || answer.headers().lists("Connection", "close");
        return answer.status() + " " + body(answer).strip() + (ends ? "" : ", and the connection goes on");
    }

    private static String body(Response answer) throws IOException {
        var body = new ByteArrayOutputStream();
        answer.content().writeTo(body);
        return body.toString(UTF_8);
    }

    private static String show(Response answer) {
        try {
            return answer.headers().fields() + " " + body(answer);
        } catch (IOException e) {
            throw new IllegalStateException("a page in memory failed", e);
        }
    }

    private static void isLast(Transcript transcript, Response answer) {
        Check.of(transcript)
                .likely("the rest of the request would be taken for the next one")
                .holds(answer.headers().lists("Connection", "close"), "the header Connection: close", "none");
    }

    @Test
    void ends_the_connection_after_what_it_refuses() {
        var transcript = new Transcript();
        transcript.test("sent Content-Length: 51, limit 50");
        isLast(transcript, Call.of(transcript,
                () -> answer(request("Content-Length", 51, flooded(51)), HostileInputTest::bodyLength)).value());
        transcript.test("sent 60 bytes, chunked");
        isLast(transcript, Call.of(transcript,
                () -> answer(request("Transfer-Encoding", 0, flooded(60)), HostileInputTest::bodyLength)).value());
        transcript.test("had the handler throw a RefusedRequest");
        isLast(transcript, Call.of(transcript, () -> answer(get(), request -> {
            throw new RefusedRequest(409, "one at a time");
        })).value());
    }

    // All of it, with the parts that were written before

    @Test
    void answers_what_is_too_much_and_serves_the_next_client() throws IOException {
        var chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        says("HTTP/1.1 414 ", "GET /" + "a".repeat(200) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        says("HTTP/1.1 431 ", "GET / HTTP/1.1\r\nHost: x\r\nX-a: " + "a".repeat(400) + "\r\n\r\n");
        says("HTTP/1.1 413 ", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 51\r\n\r\n" + "a".repeat(51));
        says("HTTP/1.1 413 ", chunked + "40\r\n" + "a".repeat(64) + "\r\n0\r\n\r\n");
        says("HTTP/1.1 500 ", "GET /fail HTTP/1.1\r\nHost: x\r\n\r\n");
        says("HTTP/1.1 200 ", chunked + "32\r\n" + "a".repeat(50) + "\r\n0\r\n\r\n");
        says("HTTP/1.1 200 ", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    private static void says(String expected, String request) throws IOException {
        try (var peer = ScriptedPeer.start(); var channel = SocketChannel.open(peer.address())) {
            peer.sends(request);
            // A client that asks to close hears the end anyway; one whose body was taken may go on, and closes itself.
            peer.readsUntil("\n").halfCloses().readsToTheEnd().closes();
            Call.doing(peer, () -> converse(Connection.of(channel.socket()), limits(LONG, LONG)))
                    .whenThrew(RuntimeException.class, "one request that fails ends the conversation without an answer")
                    .completes();
            var got = new String(peer.received(), ISO_8859_1);
            Check.of(peer)
                    .that("begins the answer", got.substring(0, Math.min(expected.length(), got.length())))
                    .is(expected)
                    .that(peer.ending())
                    .is(Ending.CLOSED);
        }
    }

    private static void converse(Connection connection, Limits limits) throws IOException {
        WebServer.conversation(limits, request -> {
            if (request.head().target().equals("/fail")) {
                throw new IllegalStateException("failed");
            }
            return bodyLength(request);
        }).serve(connection);
    }

    @Test
    void is_free_for_others_soon_after_a_drip_began() throws IOException {
        var request = "GET / HTTP/1.1\r\n" + "X-a: b\r\n".repeat(6);
        try (var peer = ScriptedPeer.start()) {
            peer.drips(request, Duration.ofMillis(10)).closes();
            var inner = GuardObserved.of(peer.connection());
            Call.doing(peer, () -> converse(inner, millis(100, 100))).completes();
            Check.of(peer)
                    .likely("the conversation went on for as long as the client dripped")
                    .holds(inner.read() < request.length(), "an end before the client was done", "all of it read")
                    .likely("the connection is still open")
                    .holds(inner.isClosed(), "the connection closed", "left open");
        }
    }

    @Test
    @Witness("curl")
    void shows_curl_the_page_while_it_uploads() throws IOException {
        var file = Files.createTempFile("upload", ".bin");
        try (var listener = new ServerSocket()) {
            Files.write(file, UPLOAD);
            listener.setReceiveBufferSize(4_096);
            listener.bind(new InetSocketAddress("127.0.0.1", 0));
            listener.setSoTimeout((int) LONG.toMillis());
            try (var curl = Curl.runs("-w", "%{http_code}", "-o", "/dev/null", "-H", "Transfer-Encoding: chunked", "-H",
                    "Expect:", "--data-binary", "@" + file, "http://127.0.0.1:" + listener.getLocalPort() + "/")) {
                Call.doing(curl.transcript(), () -> {
                    try (var socket = listener.accept()) {
                        converse(Connection.of(socket), limits(LONG, LONG));
                    }
                }).completes();
                Check.of(curl.transcript()).that("the status that curl saw", curl.text()).is("413");
            }
        } finally {
            Files.delete(file);
        }
    }
}
