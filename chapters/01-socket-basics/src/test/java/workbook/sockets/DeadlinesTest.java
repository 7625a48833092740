package workbook.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Python;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class DeadlinesTest {
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final Duration SHORT = Duration.ofMillis(50);
    /// What a peer lets pass before it goes on, so that an answer without a limit shows itself and does not hang.
    private static final Duration TOO_LONG = Duration.ofMillis(500);
    private static final String CLOSED = "the socket was closed when the time was up: it was to stay open";

    // recvWithin

    @Test
    void receives_what_is_there() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.sends("hello, next");
            receive(peer, deadlines, 5, LONG).returns("hello");
            receive(peer, deadlines, 6, LONG)
                    .whenThrew(SocketTimeoutException.class,
                            "what had been read ahead by the first call is gone: keep it for the next")
                    .returns(", next");
        }
    }

    @Test
    void limits_the_call_and_not_each_read() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.drips("drip, ".repeat(8), Duration.ofMillis(10));
            var limit = Duration.ofMillis(150);
            receivesTooLate(peer, deadlines, 48, limit,
                    "each read had the whole time for itself: what is left gets less with every read");
            if (!peer.socket().isClosed() && peer.socket().getSoTimeout() == limit.toMillis()) {
                limitsTheLastReadToo();
            }
        }
    }

    /// For an answer whose last read still had the whole limit: the others need not wait for this.
    private static void limitsTheLastReadToo() throws IOException {
        var limit = Duration.ofMillis(500);
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.staysSilent(limit.dividedBy(2)).sends("!").staysSilent(LONG);
            var begin = System.nanoTime();
            peer.transcript().test("wanted 2 bytes within " + text(limit));
            var check = Call.of(peer, () -> deadlines.recvWithin(2, limit)).throwsA(SocketTimeoutException.class);
            var took = Duration.ofNanos(System.nanoTime() - begin);
            check.likely(
                    "the clock is looked at between the reads, but each read may take the whole time: give it what "
                            + "is left")
                    .holds(took.compareTo(limit.multipliedBy(6).dividedBy(5)) < 0,
                            "a SocketTimeoutException after " + text(limit), "one after " + text(took));
        }
    }

    @Test
    void ends_although_there_is_always_one_more_byte() throws IOException {
        try (var socket = new Trickle(); var deadlines = new Deadlines(socket)) {
            var transcript = new Transcript();
            transcript.test("sent a byte every millisecond, for " + text(TOO_LONG) + ", wanted 1000000 bytes within "
                    + text(Duration.ofMillis(20)));
            Call.of(transcript, () -> deadlines.recvWithin(1_000_000, Duration.ofMillis(20)))
                    .whenThrew(EOFException.class,
                            "a time that is up was taken for one millisecond more, again and again: then there is no read")
                    .throwsA(SocketTimeoutException.class);
        }
    }

    /// A socket without a network: bytes come faster than the shortest limit that a read can have.
    private static final class Trickle extends Socket {
        private final long end = System.nanoTime() + TOO_LONG.toNanos();

        @Override
        public void setSoTimeout(int millis) {
            // No read waits for longer than a millisecond.
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        throw new InterruptedIOException();
                    }
                    return System.nanoTime() < end ? '!' : -1;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    var value = read();
                    if (value < 0) {
                        return -1;
                    }
                    bytes[offset] = (byte) value;
                    return 1;
                }
            };
        }
    }

    @Test
    void keeps_what_came_in_time_for_the_next_call() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.sends("hel");
            awaitSent(peer);
            receivesTooLate(peer, deadlines, 5, SHORT, "more was returned than had come");
            peer.sends("lo, next");
            receive(peer, deadlines, 5, LONG)
                    .whenReturned(bytes -> new String(bytes, UTF_8).startsWith("lo"),
                            "what the last call had received is gone: an array of that call's own dies with it")
                    .whenReturned(bytes -> new String(bytes, UTF_8).startsWith(","),
                            "somebody else took the bytes: the thread of the last call still reads")
                    .returns("hello");
        }
    }

    @Test
    void takes_a_limit_below_a_millisecond_for_a_limit() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.staysSilent(TOO_LONG).closes();
            receivesTooLate(peer, deadlines, 1, Duration.ofNanos(400_000),
                    "less than a millisecond was rounded to 0, and setSoTimeout(0) means for ever");
        }
    }

    @Test
    void tells_the_end_from_a_time_out() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.sends("hel").closes();
            receive(peer, deadlines, 5, Duration.ofSeconds(1))
                    .whenThrew(SocketTimeoutException.class,
                            "the stream had ended, and was taken for one that is late: look for -1 before you read on")
                    .throwsA(EOFException.class);
        }
    }

    @Test
    void hands_out_what_it_has_kept() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.sends("hel").closes();
            receive(peer, deadlines, 5, LONG).throwsA(EOFException.class);
            receive(peer, deadlines, 2, LONG)
                    .whenThrew(EOFException.class,
                            "the bytes had been received, and it read on: see what you have kept before you read")
                    .returns("he");
            receive(peer, deadlines, 1, LONG).returns("l");
        }
    }

    @Test
    void passes_a_reset_on() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.sends("hel").resets();
            receive(peer, deadlines, 5, LONG)
                    .whenThrew(SocketTimeoutException.class, "not every failure is a time-out: this was a reset")
                    .throwsA(SocketException.class);
        }
    }

    // sendWithin

    @Test
    void sends_all_of_it() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.halfCloses().reads(8);
            receive(peer, deadlines, 1, LONG).throwsA(EOFException.class);
            send(peer, deadlines, "hello".getBytes(UTF_8), LONG).completes();
            send(peer, deadlines, ", I".getBytes(UTF_8), LONG)
                    .whenThrew(SocketException.class,
                            "a call before this one has ended the sending: there is more to say")
                    .completes()
                    .that("received by the peer", peer.received())
                    .is("hello, I");
        }
    }

    @Test
    void limits_a_write_that_nobody_reads() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            var silence = LONG.dividedBy(2);
            peer.staysSilent(silence).closes();
            var begin = System.nanoTime();
            send(peer, deadlines, new byte[32 << 20], SHORT)
                    .whenThrew(SocketException.class,
                            "the write waited until the peer closed, long after the time was up: "
                                    + "SO_TIMEOUT is for reads alone")
                    .throwsA(SocketTimeoutException.class)
                    .likely("the write was waited for all the same, as by close() of the pool in which it runs: close the "
                            + "socket first")
                    .holds(System.nanoTime() - begin < silence.toNanos() * 9 / 10, "an end after " + text(SHORT),
                            "one when the peer closed")
                    .likely("the write goes on behind the caller's back: only closing the socket ends it")
                    .holds(peer.socket().isClosed(), "a closed socket", "an open one");
        }
    }

    @Test
    void takes_a_limit_below_a_millisecond_for_a_limit_when_it_sends() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.staysSilent(TOO_LONG).closes();
            send(peer, deadlines, new byte[32 << 20], Duration.ofNanos(400_000))
                    .whenThrew(SocketException.class,
                            "less than a millisecond was rounded to 0, and join(0) waits for ever")
                    .throwsA(SocketTimeoutException.class);
        }
    }

    @Test
    void leaves_the_socket_open_after_a_write_in_time() throws IOException {
        var limit = Duration.ofMillis(100);
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.reads(5);
            send(peer, deadlines, "hello".getBytes(UTF_8), limit).completes();
            peer.staysSilent(limit.multipliedBy(2)).sends("fine");
            receive(peer, deadlines, 4, LONG)
                    .when(() -> peer.socket().isClosed(),
                            "the write was done in time, and its alarm closed the socket all the same")
                    .returns("fine");
        }
    }

    @Test
    void passes_on_what_breaks_a_write() throws IOException {
        try (var peer = ScriptedPeer.start(); var deadlines = new Deadlines(peer.socket())) {
            peer.resets();
            awaitSent(peer);
            send(peer, deadlines, "hello".getBytes(UTF_8), LONG)
                    .whenReturnedNull(
                            "the write failed, and the caller was not told: an exception stays in the thread that met it, "
                                    + "unless that thread leaves it where the other looks")
                    .whenThrew(SocketTimeoutException.class,
                            "not every failure is a time-out: the connection is broken")
                    .throwsA(SocketException.class);
        }
    }

    // connect

    @Test
    void connects_and_limits_what_follows() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("hel");
            peer.staysSilent(TOO_LONG).sends("lo");
            try (var deadlines = Call.of(peer, () -> Deadlines.connect(peer.address(), LONG)).value()) {
                receivesTooLate(peer, deadlines, 5, SHORT,
                        "the read took no notice of the limit: a SocketChannel's does not know SO_TIMEOUT");
            }
        }
    }

    @Test
    void passes_on_that_nobody_listens() {
        try (var doors = new Doors()) {
            var address = doors.refuses("127.0.0.1", 0);
            Call.of(doors.transcript(), () -> Deadlines.connect(address, LONG))
                    .whenThrew(SocketTimeoutException.class,
                            "not every failure is a time-out: the other side has said no")
                    .throwsA(ConnectException.class);
        }
    }

    @Test
    void limits_connecting() {
        connectsTooLate(SHORT,
                "connecting has no limit here: the system's own is minutes away, and SO_TIMEOUT is for reads");
    }

    @Test
    void takes_a_limit_below_a_millisecond_for_a_limit_when_it_connects() {
        connectsTooLate(Duration.ofNanos(400_000),
                "less than a millisecond was rounded to 0, and connect takes 0 for no limit");
    }

    @Test
    @Witness("python3")
    void limits_a_drip_from_python() throws IOException {
        var server = """
                import socket, time
                with socket.create_server(("127.0.0.1", 0)) as server:
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    with connection:
                        for drop in range(50):
                            connection.send(b"!")
                            time.sleep(0.01)
                """;
        try (var python = Python.runs(server);
                var deadlines = new Deadlines(
                        new Socket(python.address().getAddress(), python.address().getPort()))) {
            Call.of(python.transcript(), () -> deadlines.recvWithin(50, SHORT))
                    .throwsA(SocketTimeoutException.class);
        }
    }

    private static Call<byte[]> receive(ScriptedPeer peer, Deadlines deadlines, int count, Duration total) {
        peer.transcript().test("wanted " + count + (count == 1 ? " byte" : " bytes") + " within " + text(total));
        return Call.of(peer, () -> deadlines.recvWithin(count, total))
                .whenReturnedNull("null was returned: bytes that are missing are an exception")
                .whenThrew(EOFException.class, "it waited until the peer closed, long after the time was up")
                .whenHung("it waits without a limit")
                .whenThrew(SocketTimeoutException.class,
                        "the time was up too early: it was " + text(total)
                                + ", and another unit may have reached the socket")
                .when(() -> peer.socket().isClosed(), CLOSED);
    }

    private static Call<Void> send(ScriptedPeer peer, Deadlines deadlines, byte[] bytes, Duration total) {
        peer.transcript().test("wanted " + bytes.length + " bytes sent within " + text(total));
        return Call.doing(peer, () -> deadlines.sendWithin(bytes, total))
                .whenHung("it waits without a limit");
    }

    private static String text(Duration total) {
        return total.toMillis() > 0 ? total.toMillis() + " ms" : total.toNanos() / 1000 + " µs";
    }

    private static void receivesTooLate(
            ScriptedPeer peer, Deadlines deadlines, int count, Duration total, String mistake) {
        receive(peer, deadlines, count, total)
                .whenReturned(bytes -> true, mistake)
                .whenThrew(EOFException.class, mistake)
                .whenReturned(bytes -> bytes.length < count,
                        "too few bytes came, and were returned as if nothing had happened: that is an exception")
                .throwsA(SocketTimeoutException.class);
    }

    /// Waits until the peer has sent all that it was told to: on loopback that is until it is there to be read.
    private static void awaitSent(ScriptedPeer peer) {
        peer.received();
    }

    /// Stops listening when it is far too late: who still waits then is refused at its next call, and does not hang.
    private static void connectsTooLate(Duration total, String mistake) {
        try (var doors = new Doors()) {
            var address = doors.keepsSilent("127.0.0.1", 0);
            var transcript = doors.transcript();
            transcript.test("wanted a connection within " + text(total));
            var closer = Thread.ofPlatform().daemon().start(() -> {
                try {
                    Thread.sleep(TOO_LONG);
                    transcript.test("listened no more after " + text(TOO_LONG));
                    doors.close();
                } catch (InterruptedException e) {
                    // The answer was in time.
                }
            });
            try {
                Call.of(transcript, () -> Deadlines.connect(address, total))
                        .whenHung(mistake)
                        .whenThrew(ConnectException.class, mistake)
                        .throwsA(SocketTimeoutException.class);
            } finally {
                closer.interrupt();
            }
        }
    }
}
