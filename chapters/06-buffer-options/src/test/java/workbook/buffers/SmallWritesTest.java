package workbook.buffers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.ScriptedPeer;
import workbook.testkit.Seed;
import workbook.testkit.TestSide;
import workbook.testkit.Transcript;

class SmallWritesTest {
    private static final Path COUNTERS = Path.of("/proc/self/net/netstat");
    private static final int ROUNDS = 40;
    /// Two writes have nearly every round wait, and one has none; a busy machine may be late by itself now and then.
    private static final int FEW = ROUNDS / 4;
    /// A tenth of a millisecond is what a round takes.
    private static final long MOST_MILLIS = 10;

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    /// Reads questions of a known length, and gives each the same answer.
    private static final class Server implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        final BlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();
        final Socket client;
        private final Thread thread;

        Server(int questionBytes, byte[] answer) throws IOException {
            TestSide.has(listener);
            thread = Thread.ofPlatform().daemon().start(() -> serve(questionBytes, answer));
            client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        }

        private void serve(int questionBytes, byte[] answer) {
            try (var connection = listener.accept()) {
                while (true) {
                    var question = connection.getInputStream().readNBytes(questionBytes);
                    if (question.length > 0) {
                        questions.add(question);
                    }
                    if (question.length < questionBytes) {
                        return;
                    }
                    connection.getOutputStream().write(answer);
                }
            } catch (IOException e) {
                // The client has gone.
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            listener.close();
            try {
                thread.join(Deadline.ofTest().left());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void sends_both_parts_and_reads_the_answer() throws IOException {
        var transcript = new Transcript();
        transcript.test("asked \"HEAD\" and \"body\", and had \"ok\" answered when both were there");
        try (var server = new Server(8, bytes("\2ok"))) {
            Call.of(transcript, () -> SmallWrites.call(server.client, bytes("HEAD"), bytes("body")))
                    .whenHung(server.questions::isEmpty,
                            "not all of the question has been sent: what stands in a buffer needs a flush()")
                    .returns("ok");
            Check.of(transcript).that("received", server.questions.poll()).is("HEADbody");
        }
    }

    @Test
    void stays_open_for_the_next_call() throws IOException {
        var transcript = new Transcript();
        transcript.test("asked three times, and changed the arrays in between");
        try (var server = new Server(2, bytes("\1!"))) {
            var head = bytes("a");
            var body = bytes("b");
            for (var i = 0; i < 3; i++) {
                Call.of(transcript, () -> SmallWrites.call(server.client, head, body))
                        .whenThrew(IOException.class, "the last call has closed the socket, or ended its output")
                        .returns("!");
                Check.of(transcript).that("received", server.questions.poll()).is(new byte[]{head[0], body[0]});
                head[0]++;
                body[0]++;
            }
        }
    }

    @Test
    void sends_parts_of_any_length() throws IOException {
        var random = Seed.random();
        for (var lengths : new int[][]{{0, 5}, {5, 0}, {1, 100_000}, {100_000, 1}, {9_000, 9_000}}) {
            var transcript = new Transcript();
            transcript.test("asked with a head of " + lengths[0] + " bytes and a body of " + lengths[1]);
            var head = Seed.bytes(random, lengths[0]);
            var body = Seed.bytes(random, lengths[1]);
            var whole = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, whole, head.length, body.length);
            try (var server = new Server(whole.length, bytes("\1!"))) {
                Call.of(transcript, () -> SmallWrites.call(server.client, head, body))
                        .whenHung(server.questions::isEmpty,
                                "the other side has not got all of it, and says nothing before")
                        .returns("!");
                Check.of(transcript).that("received", server.questions.poll()).is(whole);
            }
        }
    }

    @Test
    void reads_answers_of_any_length() throws IOException {
        for (var length : new int[]{0, 1, 127, 128, 255}) {
            var transcript = new Transcript();
            transcript.test("had " + length + " bytes answered");
            var answer = new byte[length + 1];
            Arrays.fill(answer, (byte) 'x');
            answer[0] = (byte) length;
            try (var server = new Server(1, answer)) {
                Call.of(transcript, () -> SmallWrites.call(server.client, bytes("?"), new byte[0]))
                        .whenThrew(RuntimeException.class, "a byte from 128 on is a negative number in Java: & 0xff")
                        .returns("x".repeat(length));
            }
        }
    }

    @Test
    void reads_an_answer_that_comes_in_pieces() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.sends("\5he").pauses().sends("llo");
            Call.of(peer, () -> SmallWrites.call(peer.socket(), bytes("a"), bytes("b")))
                    .whenReturned(bytes -> true, "one read() was taken for the whole answer")
                    .returns("hello");
        }
    }

    @Test
    void does_not_take_half_an_answer_for_one() throws IOException {
        for (var half : new String[]{"", "\5", "\5hell"}) {
            try (var peer = ScriptedPeer.start()) {
                peer.reads(2).sends(half).closes();
                Call.of(peer, () -> SmallWrites.call(peer.socket(), bytes("a"), bytes("b")))
                        .whenReturned(bytes -> true, "the other side ended before the answer was there")
                        .throwsA(EOFException.class);
                Check.of(peer.transcript())
                        .likely("the socket is the caller's, also after a failure")
                        .holds(!peer.socket().isClosed(), "an open socket", "a closed one");
            }
        }
    }

    @Test
    void reads_not_a_byte_more_than_the_answer() throws IOException {
        try (var peer = ScriptedPeer.start()) {
            peer.reads(2).sends("\1!more");
            Call.of(peer, () -> SmallWrites.call(peer.socket(), bytes("a"), bytes("b"))).returns("!");
            peer.socket().setSoTimeout(1_000);
            Check.of(peer.transcript())
                    .likely("a stream with a buffer takes what is there, and keeps it when it is forgotten")
                    .that("left to be read from the socket", left(peer.socket(), 4))
                    .is("more");
        }
    }

    private static byte[] left(Socket socket, int count) throws IOException {
        try {
            return socket.getInputStream().readNBytes(count);
        } catch (SocketTimeoutException e) {
            return new byte[0];
        }
    }

    @Test
    void leaves_the_other_options_as_they_were() throws IOException {
        var transcript = new Transcript();
        transcript.test("asked once, and looked at the socket's options before and afterwards");
        try (var server = new Server(2, bytes("\1!"))) {
            var before = options(server.client);
            Call.of(transcript, () -> SmallWrites.call(server.client, bytes("h"), bytes("b"))).completes();
            Check.of(transcript)
                    .likely("what is set in a call holds for all later ones: somebody else's answer may take its time")
                    .that("as the options", options(server.client))
                    .is(before);
        }
    }

    private static String options(Socket socket) throws IOException {
        return "SO_TIMEOUT %d, SO_KEEPALIVE %s, SO_LINGER %d, SO_SNDBUF %d, SO_RCVBUF %d".formatted(
                socket.getSoTimeout(),
                socket.getKeepAlive(), socket.getSoLinger(), socket.getSendBufferSize(), socket.getReceiveBufferSize());
    }

    // Who waits for whom

    private static long delayed() throws IOException {
        var lines = Files.readAllLines(COUNTERS, US_ASCII).stream().filter(line -> line.startsWith("TcpExt:")).toList();
        var names = Arrays.asList(lines.getFirst().split(" "));
        return Long.parseLong(lines.getLast().split(" ")[names.indexOf("DelayedACKs")]);
    }

    @Test
    void has_nobody_wait_for_an_acknowledgment() throws IOException {
        RealKernel.counts();
        var transcript = new Transcript();
        transcript.test("asked " + ROUNDS + " times, one byte of head and one of body each, and counted the kernel's "
                + "DelayedACKs");
        try (var server = new Server(2, bytes("\1!"))) {
            var before = delayed();
            Call.of(transcript, () -> {
                for (var i = 0; i < ROUNDS; i++) {
                    SmallWrites.call(server.client, bytes("h"), bytes("b"));
                }
                return ROUNDS;
            }).completes();
            var delayed = delayed() - before;
            Check.of(transcript)
                    .likelyIf(server.client.getTcpNoDelay(),
                            "the option is set, and too late, or it was taken back before the second part")
                    .likely("the second part waits for the acknowledgment of the first, by Nagle's rule, and that one waits "
                            + "40 ms for something to go along with: one write, or no Nagle")
                    .holds(delayed <= FEW, "that few of " + ROUNDS + " rounds wait",
                            "that the other kernel delayed " + delayed + " acknowledgments until its timer ran out");
        }
    }

    @Test
    void has_nobody_wait_however_long_the_parts_are() throws IOException {
        RealKernel.counts();
        for (var lengths : new int[][]{{20, 100}, {1, 1_400}, {700, 700}}) {
            var transcript = new Transcript();
            transcript.test("asked " + ROUNDS + " times with " + lengths[0] + " bytes of head and " + lengths[1]
                    + " of body, and counted the kernel's DelayedACKs");
            try (var server = new Server(lengths[0] + lengths[1], bytes("\1!"))) {
                var before = delayed();
                Call.of(transcript, () -> {
                    for (var i = 0; i < ROUNDS; i++) {
                        SmallWrites.call(server.client, new byte[lengths[0]], new byte[lengths[1]]);
                    }
                    return ROUNDS;
                }).completes();
                var delayed = delayed() - before;
                Check.of(transcript)
                        .likely("two writes wait whatever their lengths are, as long as the second fills no segment")
                        .holds(delayed <= FEW, "that few of " + ROUNDS + " rounds wait",
                                "that the other kernel delayed " + delayed
                                        + " acknowledgments until its timer ran out");
            }
        }
    }

    @Test
    void sleeps_nowhere() throws IOException {
        var transcript = new Transcript();
        transcript.test("asked " + ROUNDS + " times, and looked at the clock");
        try (var server = new Server(2, bytes("\1!"))) {
            var shortest = Long.MAX_VALUE;
            // A machine that has much to do gets three tries.
            for (var attempt = 0; attempt < 3 && shortest > ROUNDS * MOST_MILLIS; attempt++) {
                var begin = System.nanoTime();
                Call.of(transcript, () -> {
                    for (var i = 0; i < ROUNDS; i++) {
                        SmallWrites.call(server.client, bytes("h"), bytes("b"));
                    }
                    return ROUNDS;
                }).completes();
                shortest = Math.min(shortest, (System.nanoTime() - begin) / 1_000_000);
            }
            Check.of(transcript)
                    .likely("nothing has to be given time: the kernel sends what it has been handed")
                    .holds(shortest <= ROUNDS * MOST_MILLIS, "less than " + MOST_MILLIS + " ms a round",
                            shortest / ROUNDS + " ms a round");
        }
    }

    @Test
    void does_so_on_a_socket_that_somebody_has_set_otherwise() throws IOException {
        RealKernel.counts();
        var transcript = new Transcript();
        transcript.test("did the same, and had TCP_NODELAY switched off before each call");
        try (var server = new Server(2, bytes("\1!"))) {
            var before = delayed();
            Call.of(transcript, () -> {
                for (var i = 0; i < ROUNDS; i++) {
                    server.client.setTcpNoDelay(false);
                    SmallWrites.call(server.client, bytes("h"), bytes("b"));
                }
                return ROUNDS;
            }).completes();
            var delayed = delayed() - before;
            Check.of(transcript)
                    .likely("an option that is to hold for a call is set in the call, before its first write")
                    .holds(delayed <= FEW, "that few of " + ROUNDS + " rounds wait",
                            "that the other kernel delayed " + delayed + " acknowledgments until its timer ran out");
        }
    }

    /// The measurement of the chapter's text, which must go on to hold: two writes do wait here.
    @Test
    void would_wait_with_two_writes() throws IOException {
        RealKernel.counts();
        var transcript = new Transcript();
        try (var server = new Server(2, bytes("\1!"))) {
            Call.of(transcript, () -> SmallWrites.call(server.client, bytes("h"), bytes("b"))).completes();
            server.client.setTcpNoDelay(false);
            var before = delayed();
            for (var i = 0; i < 20; i++) {
                server.client.getOutputStream().write('h');
                server.client.getOutputStream().write('b');
                server.client.getInputStream().readNBytes(2);
            }
            var delayed = delayed() - before;
            Check.of(transcript)
                    .holds(delayed >= 5, "that two writes wait, as the text says", delayed + " of 20 waits");
        }
    }
}
