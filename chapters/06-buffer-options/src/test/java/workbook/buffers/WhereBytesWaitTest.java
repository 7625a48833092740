package workbook.buffers;

import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Python;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class WhereBytesWaitTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final int SMALL = 4_096;
    private static final int LARGE = 65_536;

    private final Transcript transcript = new Transcript();

    /// Two ends of a connection; the second has nobody who reads.
    private record Ends(SocketChannel writer, SocketChannel reader) implements AutoCloseable {
        static Ends of(int send, int receive) throws IOException {
            try (var listener = ServerSocketChannel.open().setOption(SO_RCVBUF, receive).bind(ANYWHERE)) {
                var writer = SocketChannel.open().setOption(SO_SNDBUF, send);
                writer.connect(listener.getLocalAddress());
                return new Ends(writer, listener.accept());
            }
        }

        static Ends ofDefaults() throws IOException {
            try (var listener = ServerSocketChannel.open().bind(ANYWHERE)) {
                return new Ends(SocketChannel.open(listener.getLocalAddress()), listener.accept());
            }
        }

        /// All that is there, once the writer has ended.
        long drained() throws IOException {
            writer.shutdownOutput();
            var drained = 0L;
            var buffer = ByteBuffer.allocate(1 << 20);
            for (var count = 0; count >= 0; count = reader.read(buffer.clear())) {
                drained += count;
            }
            return drained;
        }

        @Override
        public void close() throws IOException {
            writer.close();
            reader.close();
        }
    }

    private Call<Long> swallowed(Ends ends, Duration quiet) {
        return Call.of(transcript, () -> WhereBytesWait.swallowed(ends.writer, quiet))
                .whenHung(() -> ends.writer.isBlocking(),
                        "a write in blocking mode waits for somebody who reads, and nobody does")
                .whenHung(() -> !ends.writer.isBlocking(),
                        "select() without a limit waits for ever, and so does select(0): what is left of a millisecond is not "
                                + "nothing");
    }

    private Call<Long> swallowed(int send, int receive, Ends ends) {
        transcript.test("connected with a send buffer of " + send + " and a receive buffer of " + receive
                + ", and read nothing");
        return swallowed(ends, QUIET);
    }

    @Test
    void counts_what_is_there_to_be_read() throws IOException {
        try (var ends = Ends.of(SMALL, SMALL)) {
            long taken = swallowed(SMALL, SMALL, ends).value();
            var drained = ends.drained();
            Check.of(transcript)
                    .likelyIf(taken == 2 * SMALL,
                            "the two sizes and what really waits are different things: count what write() returns")
                    .likelyIf(taken > drained, "write() may take less than there is in its buffer, and says how much")
                    .likely("a write that was still under way had been taken in part")
                    .that("bytes swallowed", taken)
                    .is(drained);
        }
    }

    private static final int STEPS = 6;
    private static final int STEP = 20_000;

    /// What a reader has read, and for how long at most it did not look for more.
    private record Read(long bytes, Duration longestPause) {
        /// A machine that has much to do may be so late that the quiet is over: then this says nothing.
        boolean isLateFor(Duration quiet) {
            return longestPause.compareTo(quiet.dividedBy(2)) > 0;
        }
    }

    @Test
    void begins_its_quiet_anew_with_each_byte_that_is_taken() throws IOException {
        var quiet = QUIET.multipliedBy(4);
        for (var attempt = 1;; attempt++) {
            try (var ends = Ends.of(SMALL, SMALL)) {
                transcript.test(
                        "read %d times %,d bytes, each time after a pause of %d ms, and then nothing; quiet is %d ms"
                                .formatted(STEPS, STEP, QUIET.toMillis(), quiet.toMillis()));
                var reading = CompletableFuture.supplyAsync(() -> readInSteps(ends));
                var begin = System.nanoTime();
                var taken = swallowed(ends, quiet).value();
                var lasted = Duration.ofNanos(System.nanoTime() - begin);
                var read = reading.join();
                if (read.isLateFor(quiet) && attempt < 3) {
                    continue;
                }
                Check.of(transcript)
                        .likelyIf(taken < STEP && lasted.compareTo(quiet) < 0,
                                "the first 0 of write() says that nothing can be taken now: in a moment the bytes are in the "
                                        + "other kernel, or have been read, and there is room again")
                        .likelyIf(taken % 1_000 == 0 || Long.bitCount(taken) == 1,
                                "so round a number: write() returns 0 also when there is nothing left in its own buffer")
                        .likelyIf(taken < STEP || lasted.compareTo(QUIET.multipliedBy(STEPS).plus(quiet)) > 0,
                                "there was room again, and it was used late: wait for the room, and no fixed time")
                        .likely("bytes were still taken: quiet is the time without any, and begins again with each")
                        .holds(taken >= STEPS * STEP, "%,d bytes and more".formatted(STEPS * STEP),
                                "%,d".formatted(taken));
                Check.of(transcript).that("bytes swallowed", taken).is(read.bytes() + ends.drained());
                return;
            }
        }
    }

    /// Reads as long as there is something, and for no longer than a moment if there is not.
    private static Read readInSteps(Ends ends) {
        var total = 0;
        var longest = Duration.ZERO;
        try {
            var buffer = ByteBuffer.allocate(STEP);
            ends.reader.configureBlocking(false);
            var last = System.nanoTime();
            for (var step = 0; step < STEPS; step++) {
                Eventually.holds(() -> false, Deadline.in(QUIET));
                buffer.clear();
                var moment = Deadline.in(QUIET.multipliedBy(2));
                while (buffer.hasRemaining() && !moment.isOver()) {
                    total += Math.max(0, ends.reader.read(buffer));
                    var now = System.nanoTime();
                    var pause = Duration.ofNanos(now - last);
                    longest = pause.compareTo(longest) > 0 ? pause : longest;
                    last = now;
                }
            }
            ends.reader.configureBlocking(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Read(total, longest);
    }

    private static final int MUCH = 20_000_000;

    @Test
    void goes_on_as_long_as_somebody_reads() throws IOException {
        var quiet = QUIET.multipliedBy(4);
        for (var attempt = 1;; attempt++) {
            try (var ends = Ends.ofDefaults()) {
                transcript.test("read %,d bytes as they came, and then nothing; quiet is %d ms".formatted(MUCH,
                        quiet.toMillis()));
                var reading = CompletableFuture.supplyAsync(() -> readMuch(ends));
                var taken = swallowed(ends, quiet).value();
                ends.writer.shutdownOutput();
                var read = reading.join();
                if (read.isLateFor(quiet) && attempt < 3) {
                    continue;
                }
                Check.of(transcript)
                        .likely("who reads makes room, and there is no end to it but the reader's")
                        .holds(taken >= MUCH, "%,d bytes and more".formatted(MUCH), "%,d".formatted(taken));
                Check.of(transcript).that("bytes swallowed", taken).is(read.bytes() + ends.drained());
                return;
            }
        }
    }

    private static Read readMuch(Ends ends) {
        var total = 0L;
        var longest = Duration.ZERO;
        try {
            var buffer = ByteBuffer.allocate(1 << 20);
            var count = 0;
            while (count >= 0 && total < MUCH) {
                var last = System.nanoTime();
                count = ends.reader.read(buffer.clear());
                total += Math.max(0, count);
                var pause = Duration.ofNanos(System.nanoTime() - last);
                longest = count >= 0 && pause.compareTo(longest) > 0 ? pause : longest;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Read(total, longest);
    }

    @Test
    void waits_as_long_as_quiet_says() throws IOException {
        for (var quiet : List.of(Duration.ofMillis(150), Duration.ofMillis(1_100))) {
            try (var ends = Ends.of(SMALL, SMALL)) {
                transcript.test("read nothing; quiet is " + quiet.toMillis() + " ms");
                var begin = System.nanoTime();
                swallowed(ends, quiet).completes();
                var lasted = Duration.ofNanos(System.nanoTime() - begin);
                Check.of(transcript)
                        .likely("how long it shall be quiet is the caller's wish: all of the Duration, toNanos(), of which getNano() is a part")
                        .holds(lasted.plusMillis(5).compareTo(quiet) >= 0, "no less than " + quiet.toMillis() + " ms",
                                lasted.toMillis() + " ms");
                // Once more for a machine that has much to do.
                var again = lasted.compareTo(quiet.multipliedBy(2)) < 0 ? lasted : lasts(ends, quiet);
                Check.of(transcript)
                        .likely("nothing has been taken for much longer than quiet: what does it wait for?")
                        .holds(again.compareTo(quiet.multipliedBy(2)) < 0,
                                "an end soon after " + quiet.toMillis() + " ms", again.toMillis() + " ms");
            }
        }
    }

    /// The shortest of three, where nothing can be written.
    private Duration lasts(Ends ends, Duration quiet) {
        return IntStream.range(0, 3).mapToObj(i -> {
            var begin = System.nanoTime();
            swallowed(ends, quiet).completes();
            return Duration.ofNanos(System.nanoTime() - begin);
        }).min(Comparator.naturalOrder()).orElseThrow();
    }

    @Test
    void swallows_more_where_more_may_wait() throws IOException {
        var sizes = new int[][]{{SMALL, SMALL}, {LARGE, SMALL}, {SMALL, LARGE}};
        var taken = new long[sizes.length];
        for (var i = 0; i < sizes.length; i++) {
            try (var ends = Ends.of(sizes[i][0], sizes[i][1])) {
                taken[i] = swallowed(sizes[i][0], sizes[i][1], ends).value();
            }
        }
        Check.of(transcript)
                .likely("bytes wait at both ends, and each of the two sizes counts")
                .holds(taken[1] > taken[0] && taken[2] > taken[0],
                        "more than " + taken[0] + " with either larger buffer",
                        taken[1] + " and " + taken[2]);
    }

    @Test
    void swallows_megabytes_by_default() throws IOException {
        try (var ends = Ends.ofDefaults()) {
            transcript.test("connected with the sizes that the system gives, and read nothing");
            long taken = swallowed(ends, QUIET).value();
            Check.of(transcript)
                    .likely("both kernels let their buffers grow while bytes come, and that takes a moment; and a write that is "
                            + "still under way is taken in part")
                    .that("bytes swallowed", taken)
                    .is(ends.drained());
            Check.of(transcript).holds(taken > 20 * SMALL, "many times " + SMALL, Long.toString(taken));
        }
    }

    @Test
    void leaves_the_channel_in_its_mode() throws IOException {
        for (var isBlocking : new boolean[]{true, false}) {
            try (var ends = Ends.of(SMALL, SMALL)) {
                ends.writer.configureBlocking(isBlocking);
                transcript.test("had a channel that " + (isBlocking ? "blocks" : "does not block"));
                swallowed(SMALL, SMALL, ends).completes();
                Check.of(transcript)
                        .likely("whoever uses the channel next expects it as it was")
                        .holds(ends.writer.isOpen() && ends.writer.isBlocking() == isBlocking,
                                "an open channel that " + (isBlocking ? "blocks" : "does not block"),
                                ends.writer.isOpen()
                                        ? "one that " + (isBlocking ? "does not block" : "blocks")
                                        : "a closed one");
            }
        }
    }

    @Test
    void leaves_all_else_as_it_was() throws IOException {
        try (var ends = Ends.of(SMALL, SMALL)) {
            ends.reader.write(ByteBuffer.wrap(new byte[]{1, 2, 3}));
            var sendBuffer = ends.writer.getOption(SO_SNDBUF);
            var selectors = OpenSelectors.count();
            transcript.test("had sent three bytes the other way, and read nothing");
            swallowed(ends, QUIET).completes();
            Check.of(transcript)
                    .likely("who asks how much is taken changes nothing of it")
                    .that("of SO_SNDBUF", ends.writer.getOption(SO_SNDBUF))
                    .is(sendBuffer);
            Check.of(transcript)
                    .likely("TCP_NODELAY is for whoever uses the channel next to choose")
                    .that("of TCP_NODELAY", ends.writer.getOption(StandardSocketOptions.TCP_NODELAY))
                    .is(false);
            Check.of(transcript)
                    .likely("a Selector is a descriptor, too, and stays until it is closed")
                    .that("selectors that were opened and not closed", OpenSelectors.count() - selectors)
                    .is(0L);
            ends.writer.configureBlocking(false);
            Check.of(transcript)
                    .likely("they were for whoever reads from this channel")
                    .that("bytes to be read from the channel", ends.writer.read(ByteBuffer.allocate(10)))
                    .is(3);
        }
    }

    @Test
    void lets_the_end_of_the_connection_out() throws IOException {
        try (var ends = Ends.of(SMALL, SMALL)) {
            transcript.test("had the other end reset the connection");
            ends.reader.setOption(StandardSocketOptions.SO_LINGER, 0);
            ends.reader.close();
            swallowed(ends, QUIET)
                    .whenReturned(taken -> true,
                            "a connection that is over takes nothing either, and for another reason")
                    .throwsA(IOException.class);
            Check.of(transcript)
                    .likely("the mode is to be restored on every way out, and closing is the caller's business")
                    .holds(ends.writer.isOpen() && ends.writer.isBlocking(), "an open channel that blocks, as before",
                            ends.writer.isOpen() ? "one that does not block" : "a closed one");
        }
    }

    @Test
    void waits_without_work() throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        try (var ends = Ends.of(SMALL, SMALL)) {
            // Once beforehand, so that all classes are loaded.
            swallowed(SMALL, SMALL, ends).completes();
            ends.writer.configureBlocking(true);
            var quiet = QUIET.multipliedBy(4);
            transcript.test("called it again, with a quiet of " + quiet.toMillis() + " ms");
            var used = Call.of(transcript, () -> {
                WhereBytesWait.swallowed(ends.writer, quiet);
                return Duration.ofNanos(threads.getCurrentThreadCpuTime());
            }).value();
            Check.of(transcript)
                    .likely("it asked again and again, as fast as it could: wait between two questions, or have a Selector wait")
                    .holds(used.compareTo(quiet.dividedBy(10)) < 0, "a processor that rests meanwhile",
                            used.toMillis() + " ms of work in " + quiet.toMillis() + " ms");
        }
    }

    @Test
    @Witness("python3")
    void agrees_with_another_program() throws IOException {
        var program = """
                import socket
                listener = socket.socket()
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
                listener.bind(("127.0.0.1", 0))
                listener.listen()
                print(listener.getsockname()[1])
                peer, _ = listener.accept()
                listener.accept()
                count = 0
                while True:
                    data = peer.recv(65536)
                    if not data:
                        break
                    count += len(data)
                print("read", count)
                """;
        transcript.test("had python3 accept a connection, and read only when a second one came");
        try (var python = Python.runs(program); var writer = SocketChannel.open()) {
            writer.setOption(SO_SNDBUF, SMALL).connect(python.address());
            var taken = Call.of(transcript, () -> WhereBytesWait.swallowed(writer, QUIET)).value();
            writer.shutdownOutput();
            try (var second = SocketChannel.open(python.address())) {
                Check.of(transcript)
                        .that("", new String(python.printed()).lines().toList().getLast())
                        .is("read " + taken);
            }
        }
    }
}
