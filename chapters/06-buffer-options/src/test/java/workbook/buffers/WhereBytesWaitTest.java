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
import java.util.concurrent.CompletableFuture;
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
                        "a write in blocking mode waits for somebody who reads, and nobody does");
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
                    .that("bytes swallowed", taken)
                    .is(drained);
        }
    }

    private static final int STEPS = 6;
    private static final int STEP = 20_000;

    /// What a reader has read, and for how long it has kept the writer waiting at most.
    private record Read(int bytes, Duration longestPause) {}

    @Test
    void begins_its_quiet_anew_with_each_byte_that_is_taken() throws IOException {
        var quiet = QUIET.multipliedBy(4);
        for (var attempt = 1;; attempt++) {
            try (var ends = Ends.of(SMALL, SMALL)) {
                transcript.test(
                        "read %d times %,d bytes, each time after a pause of %d ms, and then nothing; quiet is %d ms"
                                .formatted(STEPS, STEP, QUIET.toMillis(), quiet.toMillis()));
                var reading = CompletableFuture.supplyAsync(() -> readInSteps(ends));
                var taken = swallowed(ends, quiet).value();
                var read = reading.join();
                // A machine that has much to do may be so late that the quiet is over: then this says nothing.
                if (read.longestPause().compareTo(quiet.dividedBy(2)) > 0 && attempt < 4) {
                    continue;
                }
                Check.of(transcript)
                        .likelyIf(taken < STEP,
                                "the first 0 of write() says that nothing can be taken now: in a moment the bytes are in the "
                                        + "other kernel, or have been read, and there is room again")
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
                    var count = ends.reader.read(buffer);
                    if (count > 0) {
                        var now = System.nanoTime();
                        var pause = Duration.ofNanos(now - last);
                        longest = pause.compareTo(longest) > 0 ? pause : longest;
                        last = now;
                        total += count;
                    }
                }
            }
            ends.reader.configureBlocking(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Read(total, longest);
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
                    .likely("both kernels let their buffers grow while bytes come, and that takes a moment")
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
    void lets_the_end_of_the_connection_out() throws IOException {
        try (var ends = Ends.of(SMALL, SMALL)) {
            transcript.test("had the other end reset the connection");
            ends.reader.setOption(StandardSocketOptions.SO_LINGER, 0);
            ends.reader.close();
            swallowed(ends, QUIET)
                    .whenReturned(taken -> true,
                            "a connection that is over takes nothing either, and for another reason")
                    .throwsA(IOException.class);
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
