package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.LeaksAreJudgedBy;
import workbook.testkit.Python;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

@LeaksAreJudgedBy("closes_its_selector")
class SendAllTest {
    /// Long enough never to be over in a test that is not about it.
    private static final Duration AMPLE = Duration.ofMillis(1_500);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static final String BUSY = "it asks again and again whether there is room, and may keep a processor busy "
            + "with that: let something wake it";

    // send

    @Test
    void send_hands_a_small_message_over_at_once() throws IOException {
        try (var narrow = NarrowConnection.open()) {
            var buffer = US_ASCII.encode("hello");
            send(narrow, buffer).returns(5).that("as the buffer's position", buffer.position()).is(5);
            Check.of(narrow.transcript()).that("at the reader", narrow.drained()).is("hello");
        }
    }

    @Test
    void send_tells_how_much_was_taken() throws IOException {
        try (var narrow = NarrowConnection.open()) {
            narrow.transcript().test("read nothing");
            var message = Seed.bytes(Seed.random(), 300_000);
            // What stands in front of the position is not to be sent, and not to be counted.
            var buffer = ByteBuffer.wrap(message).position(1_000);
            var taken = send(narrow, buffer)
                    .whenHung("it goes on until all is taken: send is one attempt, and tells how far it came")
                    .value();
            var check = Check.of(narrow.transcript());
            check.likely("the number of bytes that the kernel took is what the channel's write returns, not how many "
                    + "were offered or are left, nor a position")
                    .that("as the number of bytes taken", taken)
                    .is(buffer.position() - 1_000);
            var received = narrow.drained();
            check.that("bytes at the reader", received.length).is(taken);
        }
    }

    @Test
    void send_does_not_wait_when_there_is_no_room() throws IOException {
        try (var narrow = NarrowConnection.open()) {
            narrow.fill();
            var buffer = ByteBuffer.wrap(new byte[100_000]);
            var taken = send(narrow, buffer)
                    .whenThrew(IOException.class, "0 is not an error: it says that there is no room at the moment")
                    .whenHung("it waits for room: send is one attempt, and 0 is one of its answers")
                    .value();
            // Not necessarily 0: the kernel may have found some room meanwhile.
            Check.of(narrow.transcript()).that("as the number of bytes taken", taken).is(buffer.position());
        }
    }

    @Test
    void send_passes_on_that_the_channel_is_closed() throws IOException {
        try (var narrow = NarrowConnection.open()) {
            narrow.channel().close();
            narrow.transcript().test("closed the channel");
            send(narrow, ByteBuffer.wrap(new byte[100]))
                    .whenReturned(answer -> true, "the exception was caught: 0 says \"not now\", and here no "
                            + "attempt will ever succeed")
                    .throwsA(ClosedChannelException.class);
        }
    }

    // sendAll

    @Test
    void sends_far_more_than_there_is_room_for() throws IOException {
        var message = numbers(250_000);
        try (var narrow = NarrowConnection.open()) {
            narrow.readsAll();
            var buffer = ByteBuffer.wrap(message);
            var check = sendAll(narrow, buffer, AMPLE).completes();
            var channel = narrow.channel();
            check.likely("the channel was closed: the caller may have more to send")
                    .holds(channel.isOpen(), "an open channel", "a closed one")
                    .likely("the channel was made blocking, and the next read or write on it will wait")
                    .holds(!channel.isBlocking(), "a non-blocking channel", "a blocking one");
            var received = narrow.drained();
            check.likelyIf(received.length == 0,
                    "nothing was sent: the bytes are those from the position to the limit, and flip(), clear() or "
                            + "rewind() make them others")
                    .likelyIf(received.length > message.length,
                            "some bytes were sent again: the next write has to begin where the last one ended")
                    .likelyIf(received.length < message.length && NarrowConnection.startsWith(message, received),
                            "one write was taken for all of it: it takes what there is room for, and returns how much "
                                    + "that was")
                    .likelyIf(true, "the next write did not begin where the last one had ended")
                    .that("at the reader", received)
                    .is(message);
            check.likely("the bytes went through another buffer, and this one's position does not tell the caller")
                    .that("as the buffer's position", buffer.position())
                    .is(message.length);
        }
    }

    @Test
    void sends_what_is_between_position_and_limit_of_any_buffer() throws IOException {
        var random = Seed.random();
        var whole = Seed.bytes(random, 20_000);
        var message = Arrays.copyOfRange(whole, 1_000, 18_000);
        var kinds = new LinkedHashMap<String, ByteBuffer>();
        kinds.put("a buffer with bytes before its position and behind its limit",
                ByteBuffer.wrap(whole).position(1_000).limit(18_000));
        kinds.put("a slice of a larger buffer", ByteBuffer.wrap(whole).slice(1_000, 17_000));
        kinds.put("a read-only buffer", ByteBuffer.wrap(message).asReadOnlyBuffer());
        kinds.put("a direct buffer", ByteBuffer.allocateDirect(20_000).put(whole).position(1_000).limit(18_000));
        for (var kind : kinds.entrySet()) {
            try (var narrow = NarrowConnection.open()) {
                narrow.transcript().test("gave you " + kind.getKey());
                narrow.readsAll();
                var buffer = kind.getValue();
                var limit = buffer.limit();
                var check = sendAll(narrow, buffer, AMPLE).completes();
                var received = narrow.drained();
                check.likelyIf(received.length == 0,
                        "the buffer was flipped, and it was ready to be sent: there is nothing in front of its position")
                        .likelyIf(!Arrays.equals(received, message),
                                "only what stands between position and limit is to be sent, and a buffer is more than "
                                        + "its array: a slice begins further in, and others have no array to give away")
                        .that("at the reader", received)
                        .is(message);
                check.that("as the buffer's position", buffer.position()).is(limit);
                check.that("as the buffer's limit", buffer.limit()).is(limit);
            }
        }
    }

    @Test
    void stands_still_while_the_reader_pauses() throws IOException {
        var message = Seed.bytes(Seed.random(), 100_000);
        try (var narrow = NarrowConnection.open(); var rest = new RestingThread()) {
            narrow.readsAllAfter(rest.over());
            var check = Call.doing(narrow.transcript(), () -> {
                rest.watch();
                SendAll.sendAll(narrow.channel(), ByteBuffer.wrap(message), AMPLE);
            })
                    .when(rest::wasBusy, BUSY)
                    .completes();
            check.likely(BUSY)
                    .holds(!rest.wasBusy(), "a thread that stands still while there is no room",
                            "one that kept waking up");
            check.that("at the reader", narrow.drained()).is(message);
        }
    }

    @Test
    void gives_up_when_the_time_is_over() throws IOException {
        var message = Seed.bytes(Seed.random(), 300_000);
        try (var narrow = NarrowConnection.open()) {
            narrow.transcript().test("read nothing");
            var buffer = ByteBuffer.wrap(message);
            var began = System.nanoTime();
            var check = sendAll(narrow, buffer, SHORT)
                    .whenHung("it waits without a limit: nobody reads, and nobody ever will")
                    .throwsA(SocketTimeoutException.class);
            var waited = Duration.ofNanos(System.nanoTime() - began);
            check.likely("it gave up before the time was over: 0 says \"not now\"")
                    // A millisecond for those who count in milliseconds.
                    .holds(waited.compareTo(SHORT.minusMillis(2)) >= 0, "a wait of " + SHORT.toMillis() + " ms",
                            "one of " + waited.toMillis() + " ms");
            check.likely("the channel was closed: its owner decides whether to try once more")
                    .holds(narrow.channel().isOpen(), "an open channel", "a closed one")
                    .holds(!narrow.channel().isBlocking(), "a non-blocking channel", "a blocking one");
            var received = narrow.drained();
            check.likely("the position does not tell how much was taken: the bytes went through another buffer, or it "
                    + "was set back")
                    .that("as the buffer's position", buffer.position())
                    .is(received.length);
        }
    }

    @Test
    void knows_limits_below_a_millisecond() throws IOException {
        for (var total : List.of(Duration.ofNanos(400_000), Duration.ZERO)) {
            try (var narrow = NarrowConnection.open()) {
                narrow.transcript().test("read nothing, and gave you " + total.toNanos() / 1_000 + " microseconds");
                sendAll(narrow, ByteBuffer.wrap(new byte[300_000]), total)
                        .whenHung("what was left of the time came to 0 milliseconds, and for select that is no limit")
                        .throwsA(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void counts_the_time_of_all_waits_together() throws IOException {
        var message = Seed.bytes(Seed.random(), 300_000);
        try (var narrow = NarrowConnection.open()) {
            narrow.readsSlowly(6_000, Duration.ofMillis(10), 30);
            // Much longer than any single wait, also on a busy machine.
            sendAll(narrow, ByteBuffer.wrap(message), SHORT.multipliedBy(3))
                    .whenReturnedNull("each wait got the whole time anew: a reader that takes a little now and then "
                            + "keeps such a sender busy for ever")
                    .throwsA(SocketTimeoutException.class);
        }
    }

    @Test
    void passes_on_that_the_reader_has_died() throws IOException {
        try (var narrow = NarrowConnection.open()) {
            narrow.readsAndResets(20_000);
            sendAll(narrow, ByteBuffer.wrap(new byte[300_000]), Duration.ofSeconds(1))
                    .whenReturnedNull("the exception was caught, and the caller believes that all was sent")
                    .whenThrew(SocketTimeoutException.class,
                            "the channel's exception was caught, and the time went by: "
                                    + "the connection is gone, and no wait brings it back")
                    .whenThrew(EOFException.class, "another exception was thrown in its place")
                    .throwsA(IOException.class, "the exception that the channel threw",
                            thrown -> !(thrown instanceof SocketTimeoutException) && !(thrown instanceof EOFException));
        }
    }

    @Test
    void has_nothing_to_wait_for_when_there_is_nothing_to_send() throws IOException {
        try (var narrow = NarrowConnection.open()) {
            narrow.fillForGood();
            sendAll(narrow, ByteBuffer.allocate(0), SHORT)
                    .whenThrew(SocketTimeoutException.class,
                            "it waited for room, and nothing needs room: look whether something is left first")
                    .completes();
        }
    }

    @Test
    void closes_its_selector() throws IOException {
        try (var narrow = NarrowConnection.open()) {
            narrow.readsAll();
            var before = eventPolls();
            sendAll(narrow, ByteBuffer.wrap(new byte[100_000]), AMPLE).completes();
            selectorIsClosed(narrow.transcript(), narrow.channel(), before);
        }
        try (var narrow = NarrowConnection.open()) {
            narrow.transcript().test("read nothing");
            var before = eventPolls();
            sendAll(narrow, ByteBuffer.wrap(new byte[300_000]), Duration.ofMillis(20))
                    .throwsA(SocketTimeoutException.class);
            selectorIsClosed(narrow.transcript(), narrow.channel(), before);
        }
        try (var narrow = NarrowConnection.open()) {
            narrow.readsAndResets(20_000);
            var before = eventPolls();
            sendAll(narrow, ByteBuffer.wrap(new byte[300_000]), AMPLE).throwsA(IOException.class);
            selectorIsClosed(narrow.transcript(), narrow.channel(), before);
        }
    }

    /// So many bytes of numbers in their order, which show where a message was cut or begun again.
    private static byte[] numbers(int length) {
        var first = Seed.random().nextInt(10_000, 20_000);
        var text = IntStream.range(first, first + length / 6 + 1).mapToObj(number -> number + " ");
        return Arrays.copyOf(text.collect(Collectors.joining()).getBytes(US_ASCII), length);
    }

    private static void selectorIsClosed(Transcript transcript, SocketChannel channel, long before) {
        Check.of(transcript)
                .likely("the selector is still open: each one holds a descriptor of its own, and is to be closed on "
                        + "every way out, as a socket is")
                .holds(!channel.isRegistered() && eventPolls() <= before, "no selector left behind",
                        "one that is open");
    }

    /// How many selectors this process has open, which Linux tells.
    private static long eventPolls() {
        var count = 0;
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var descriptor : descriptors) {
                count += isEventPoll(descriptor) ? 1 : 0;
            }
        } catch (IOException e) {
            // No /proc: the channel's registration has to tell.
        }
        return count;
    }

    private static boolean isEventPoll(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("eventpoll");
        } catch (IOException e) {
            // Closed since the folder was listed.
            return false;
        }
    }

    // Witness

    @Test
    @Witness("python3")
    void reaches_a_python_that_reads_late() throws Exception {
        var message = Seed.bytes(Seed.random(), 200_000);
        var server = """
                import hashlib, socket, sys, time
                with socket.socket() as server:
                    server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                    server.bind(("127.0.0.1", 0))
                    server.listen()
                    print(server.getsockname()[1])
                    connection, address = server.accept()
                    with connection:
                        time.sleep(0.02)
                        digest = hashlib.sha256()
                        while data := connection.recv(65536):
                            digest.update(data)
                        connection.sendall(digest.hexdigest().encode("ascii"))
                """;
        try (var python = Python.runs(server); var channel = SocketChannel.open(python.address())) {
            channel.configureBlocking(false);
            Call.doing(python.transcript(), () -> SendAll.sendAll(channel, ByteBuffer.wrap(message), AMPLE))
                    .completes();
            channel.shutdownOutput();
            channel.configureBlocking(true);
            var digest = channel.socket().getInputStream().readAllBytes();
            Check.of(python.transcript())
                    .that("as the SHA-256 of what Python read", digest)
                    .is(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message)));
        }
    }

    // The calls, and what is suspected of each

    private static Call<Integer> send(NarrowConnection narrow, ByteBuffer buffer) {
        return Call.of(narrow.transcript(), () -> SendAll.send(narrow.channel(), buffer))
                .whenThrew(IllegalBlockingModeException.class,
                        "a channel must be non-blocking to be registered, and not change its mode while it is");
    }

    private static Call<Void> sendAll(NarrowConnection narrow, ByteBuffer buffer, Duration total) {
        var took = new AtomicLong();
        return Call.doing(narrow.transcript(), () -> {
            var began = System.nanoTime();
            try {
                SendAll.sendAll(narrow.channel(), buffer, total);
            } finally {
                took.set(System.nanoTime() - began);
            }
        })
                .whenHung("it does not come to an end: it waits without a limit, or goes round in a loop")
                .whenThrew(IOException.class, "it gave up: 0 is not an error and not the end, it says \"not now\"")
                .whenThrew(SocketTimeoutException.class,
                        "the time was not over: neither a write of 0 bytes nor a select that reports 0 channels says "
                                + "so, and a key that is left among the selected ones is not reported again")
                .when(() -> total.equals(AMPLE) && took.get() >= AMPLE.toNanos(),
                        "there was room, and nobody woke the thread: for what does it wait?")
                .whenThrew(ClosedChannelException.class, "the channel was closed")
                .whenThrew(BufferOverflowException.class, "the bytes were to be put into a buffer that is too small")
                .whenThrew(UnsupportedOperationException.class,
                        "array() was called, and not every buffer has an array to give away: "
                                + "the channel writes from the buffer itself")
                .whenThrew(ReadOnlyBufferException.class,
                        "array() was called, or something put, and a read-only buffer refuses: "
                                + "the channel writes from the buffer itself")
                .whenThrew(IllegalBlockingModeException.class,
                        "a channel must be non-blocking to be registered, and not change its mode while it is")
                .whenThrew(IllegalArgumentException.class,
                        "a limit or a place was worked out that cannot be: the time that is left may be below 0");
    }
}
