package workbook.buffers;

import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import workbook.buffers.CloseReport.Ending;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Python;
import workbook.testkit.Transcript;
import workbook.testkit.Witness;

class LingerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Transcript transcript = new Transcript();

    /// A connection whose kernels hold a few thousand bytes and no more; the second end is the test's.
    private record Ends(SocketChannel yours, SocketChannel others) implements AutoCloseable {
        static Ends open() throws IOException {
            try (var listener = ServerSocketChannel.open()
                    .setOption(SO_RCVBUF, 4_096)
                    .bind(new InetSocketAddress(LOOPBACK, 0))) {
                var yours = SocketChannel.open().setOption(SO_SNDBUF, 4_096);
                yours.connect(listener.getLocalAddress());
                return new Ends(yours, listener.accept().setOption(SO_SNDBUF, 4_096));
            }
        }

        /// Writes until nothing more is taken at once, so that something is unsent; how many bytes that were.
        int fill() throws IOException {
            yours.configureBlocking(false);
            var bytes = ByteBuffer.allocate(1_000_000);
            Eventually.holds(() -> {
                try {
                    return yours.write(bytes) < 0;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, Deadline.in(Duration.ofMillis(60)));
            return bytes.position();
        }

        /// All that came, and whether a reset came behind it.
        record Heard(int bytes, boolean isReset) {}

        Heard heard() {
            var total = 0;
            try {
                var buffer = ByteBuffer.allocate(4_096);
                for (var count = 0; count >= 0; count = others.read(buffer.clear())) {
                    total += count;
                }
                return new Heard(total, false);
            } catch (IOException e) {
                return new Heard(total, true);
            }
        }

        @Override
        public void close() throws IOException {
            yours.close();
            others.close();
        }
    }

    private CloseReport closed(Ends ends, int seconds) throws IOException {
        transcript.test("called close with " + seconds);
        var report = Call.of(transcript, () -> Linger.close(ends.yours, seconds))
                .whenHung("below 0 the option is switched off, whatever it was before; with it, close waits")
                .value();
        Check.of(transcript).holds(!ends.yours.isOpen(), "the channel closed", "the channel still open");
        return report;
    }

    @Test
    void returns_at_once_by_default_and_everything_arrives() throws IOException {
        for (var isBlocking : new boolean[]{true, false}) {
            try (var ends = Ends.open()) {
                // What somebody has set before does not matter.
                ends.yours.setOption(SO_LINGER, 5);
                var sent = ends.fill();
                ends.yours.configureBlocking(isBlocking);
                transcript.test("read nothing of " + sent + " bytes");
                var begin = System.nanoTime();
                var report = closed(ends, -1);
                var real = Duration.ofNanos(System.nanoTime() - begin);
                Check.of(transcript)
                        .likelyIf(report.took().compareTo(real) > 0,
                                "the call itself took " + real.toMillis() + " ms: nanoTime() counts nanoseconds")
                        .likely("below 0 the option is switched off, whatever it was before")
                        .holds(report.took().compareTo(Duration.ofSeconds(1)) < 0, "that close does not wait",
                                "that it took " + report.took().toMillis() + " ms");
                Check.of(transcript)
                        .likely("close has returned, and knows nothing of bytes that are still on their way")
                        .that("", report.ending())
                        .is(Ending.UNKNOWN);
                Check.of(transcript)
                        .likely("what was written arrives, also when the program has forgotten it")
                        .that("", ends.heard())
                        .is(new Ends.Heard(sent, false));
            }
        }
    }

    @Test
    void throws_away_what_is_unsent_with_0() throws IOException {
        for (var isBlocking : new boolean[]{true, false}) {
            try (var ends = Ends.open()) {
                var sent = ends.fill();
                ends.yours.configureBlocking(isBlocking);
                transcript.test("read nothing of " + sent + " bytes");
                var report = closed(ends, 0);
                var heard = ends.heard();
                Check.of(transcript)
                        .likely("with 0 the kernel throws away what waits, and resets the connection")
                        .holds(heard.isReset(), "a reset at the other side",
                                heard.bytes() + " bytes and an end in order");
                Check.of(transcript)
                        .likely("you have broken the connection off yourself, and there is nothing to be unsure of")
                        .that("", report.ending())
                        .is(Ending.BROKEN);
            }
        }
    }

    @Test
    void waits_with_more_than_0_and_no_longer() throws IOException {
        try (var ends = Ends.open()) {
            var sent = ends.fill();
            transcript.test("read nothing of " + sent + " bytes");
            var begin = System.nanoTime();
            var report = closed(ends, 1);
            var took = Duration.ofNanos(System.nanoTime() - begin);
            Check.of(transcript)
                    .likelyIf(
                            took.compareTo(Duration.ofMillis(900)) < 0
                                    || took.compareTo(Duration.ofMillis(1_800)) > 0,
                            "with bytes unsent, and a second to linger, a close takes that second")
                    .likely("it is the call of close whose time is asked for")
                    .holds(report.took().compareTo(Duration.ofMillis(900)) > 0 && report.took().compareTo(took) <= 0
                            && took.compareTo(Duration.ofMillis(1_800)) < 0, "that close takes a second",
                            "a close of " + report.took().toMillis() + " ms in a call of " + took.toMillis());
            Check.of(transcript)
                    .likelyIf(report.ending() == Ending.BROKEN,
                            "on Linux nothing is broken when the time is over: the kernel goes on sending")
                    .likely("the time was over, and nothing had been acknowledged; and had it been, a kernel would have, and "
                            + "no program")
                    .that("", report.ending())
                    .is(Ending.UNKNOWN);
            Check.of(transcript).that("", ends.heard()).is(new Ends.Heard(sent, false));
        }
    }

    @Test
    void does_not_wait_if_all_has_been_acknowledged() throws IOException {
        try (var ends = Ends.open()) {
            transcript.test("read everything");
            ends.yours.write(ByteBuffer.allocate(10));
            ends.others.read(ByteBuffer.allocate(10));
            var report = closed(ends, 30);
            Check.of(transcript)
                    .holds(report.took().compareTo(LIMIT) < 0, "that close returns when everything is acknowledged",
                            "that it took " + report.took().toMillis() + " ms");
            Check.of(transcript)
                    .likely("acknowledged by a kernel is not read by a program")
                    .that("", report.ending())
                    .is(Ending.UNKNOWN);
            Check.of(transcript).that("", ends.heard()).is(new Ends.Heard(0, false));
        }
    }

    // A conversation's end

    private CloseReport finished(Ends ends, Duration limit) throws IOException {
        transcript.test("called finish with a limit of " + limit.toMillis() + " ms");
        var report = Call.of(transcript, () -> Linger.finish(ends.yours, limit))
                .whenHung(
                        "the limit is for all of it, and a read in blocking mode knows of none; nor does whoever reads as "
                                + "long as something comes")
                .whenThrew(IOException.class, "a connection that breaks is one of the three endings")
                .value();
        Check.of(transcript).holds(!ends.yours.isOpen(), "the channel closed", "the channel still open");
        return report;
    }

    @Test
    void confirms_when_the_other_side_has_read_all_and_ended() throws IOException {
        for (var isBlocking : new boolean[]{true, false}) {
            try (var ends = Ends.open()) {
                var sent = ends.fill();
                ends.yours.configureBlocking(isBlocking);
                transcript.test("read all of " + sent + " bytes, said 1,000,000 in answer, and closed");
                var heard = CompletableFuture.supplyAsync(() -> {
                    var all = ends.heard();
                    try {
                        var answer = ByteBuffer.allocate(1_000_000);
                        while (answer.hasRemaining()) {
                            ends.others.write(answer);
                        }
                        ends.others.close();
                    } catch (IOException e) {
                        return new Ends.Heard(all.bytes(), true);
                    }
                    return all;
                });
                var report = finished(ends, LIMIT);
                var isLate = report.took().compareTo(LIMIT.minusMillis(10)) >= 0;
                Check.of(transcript)
                        .likelyIf(isLate,
                                "the other side waited for your end until the limit was over: shutdownOutput says it")
                        .likelyIf(report.ending() == Ending.BROKEN, "it gave up after " + report.took().toMillis()
                                + " ms, when the limit was not over, and the other side had not ended")
                        .likely("whoever closes with something unread resets the connection, and the answer of the other side "
                                + "fails")
                        .that("", heard.join())
                        .is(new Ends.Heard(sent, false));
                Check.of(transcript)
                        .likely("the other side has ended its direction: that is the confirmation")
                        .that("", report.ending())
                        .is(Ending.CONFIRMED);
            }
        }
    }

    @Test
    void ends_its_own_output_first() throws IOException {
        try (var ends = Ends.open()) {
            transcript.test("waited for the end before it ended its own direction");
            var heard = CompletableFuture.supplyAsync(() -> {
                var all = ends.heard();
                try {
                    ends.others.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return all;
            });
            var report = finished(ends, LIMIT);
            Check.of(transcript)
                    .likely("both sides wait for the other one's end: shutdownOutput says yours")
                    .that("", report.ending())
                    .is(Ending.CONFIRMED);
            Check.of(transcript).that("", heard.join()).is(new Ends.Heard(0, false));
        }
    }

    @Test
    void does_not_wait_longer_than_its_limit() throws IOException {
        // A machine that has much to do gets three tries.
        for (var attempt = 1;; attempt++) {
            try (var ends = Ends.open()) {
                transcript.test("read nothing, and did not close, until finish had returned");
                var sent = ends.fill();
                var begin = System.nanoTime();
                var report = finished(ends, SHORT);
                var took = Duration.ofNanos(System.nanoTime() - begin);
                Check.of(transcript)
                        .likely("nothing was confirmed when the limit was over")
                        .that("", report.ending())
                        .is(Ending.BROKEN);
                Check.of(transcript)
                        .likely("nobody had ended, and the limit was not over yet")
                        .holds(took.compareTo(SHORT.minusMillis(10)) >= 0, "no less than " + SHORT.toMillis() + " ms",
                                took.toMillis() + " ms");
                Check.of(transcript)
                        .likely("the report's time is that of the whole call")
                        .holds(report.took().compareTo(SHORT.minusMillis(10)) >= 0
                                && report.took().compareTo(took) <= 0,
                                "the time of the call, " + took.toMillis() + " ms", report.took().toMillis() + " ms");
                if (took.compareTo(SHORT.multipliedBy(2)) >= 0 && attempt < 3) {
                    continue;
                }
                Check.of(transcript)
                        .likely("the limit is for all of it, the closing too: a close that lingers takes time as well")
                        .holds(took.compareTo(SHORT.multipliedBy(2)) < 0,
                                "an end soon after " + SHORT.toMillis() + " ms",
                                took.toMillis() + " ms");
                Check.of(transcript)
                        .likely("what is unsent when the limit is over is the kernel's to send: SO_LINGER with 0 throws it away")
                        .that("", ends.heard())
                        .is(new Ends.Heard(sent, false));
                return;
            }
        }
    }

    @Test
    void knows_that_a_late_end_is_none() throws IOException {
        // A machine that has much to do gets three tries.
        for (var attempt = 1;; attempt++) {
            try (var ends = Ends.open()) {
                transcript.test("ended its direction at one and a half times the limit");
                var ended = CompletableFuture.runAsync(() -> {
                    Eventually.holds(() -> false, Deadline.in(SHORT.multipliedBy(3).dividedBy(2)));
                    try {
                        ends.others.shutdownOutput();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                var report = finished(ends, SHORT);
                ended.join();
                if (report.ending() == Ending.BROKEN || attempt == 3) {
                    Check.of(transcript)
                            .likely("that was too late: the limit counts from the call on")
                            .that("", report.ending())
                            .is(Ending.BROKEN);
                    return;
                }
            }
        }
    }

    @Test
    void has_one_limit_for_all_of_it() throws IOException {
        try (var ends = Ends.open()) {
            transcript.test("sent a byte every 20 ms, for two seconds");
            var isOver = new AtomicBoolean();
            var drips = CompletableFuture.supplyAsync(() -> {
                var count = 0;
                try {
                    for (; count < 100 && !isOver.get(); count++) {
                        ends.others.write(ByteBuffer.allocate(1));
                        Eventually.holds(() -> false, Deadline.in(Duration.ofMillis(20)));
                    }
                } catch (IOException e) {
                    // It has been closed in the meantime.
                }
                return count;
            });
            var report = finished(ends, SHORT);
            isOver.set(true);
            var count = drips.join();
            Check.of(transcript)
                    .likely("with each byte the time began anew: the limit counts from the call on")
                    .holds(count < 100, "an end after " + SHORT.toMillis() + " ms", "one when the drip had ended");
            Check.of(transcript).that("", report.ending()).is(Ending.BROKEN);
        }
    }

    @Test
    void reports_a_connection_that_breaks() throws IOException {
        for (var moment : List.of("before", "while it waited")) {
            try (var ends = Ends.open()) {
                ends.fill();
                ends.yours.configureBlocking(true);
                transcript.test("reset the connection " + moment);
                ends.others.setOption(SO_LINGER, 0);
                var reset = CompletableFuture.runAsync(() -> {
                    Eventually.holds(() -> false, Deadline.in(Duration.ofMillis(moment.equals("before") ? 0 : 100)));
                    try {
                        ends.others.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                if (moment.equals("before")) {
                    reset.join();
                }
                Check.of(transcript).that("", finished(ends, LIMIT).ending()).is(Ending.BROKEN);
                reset.join();
            }
        }
    }

    @Test
    void waits_without_work() throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        try (var first = Ends.open(); var second = Ends.open()) {
            finished(first, Duration.ofMillis(10));
            var limit = Duration.ofMillis(400);
            var used = Call.of(transcript, () -> {
                Linger.finish(second.yours, limit);
                return Duration.ofNanos(threads.getCurrentThreadCpuTime());
            }).value();
            Check.of(transcript)
                    .likely("it asked again and again, as fast as it could: a Selector waits without work")
                    .holds(used.compareTo(limit.dividedBy(10)) < 0, "a processor that rests meanwhile",
                            used.toMillis() + " ms of work in " + limit.toMillis() + " ms");
        }
    }

    @Test
    @Witness("python3")
    void is_heard_by_another_program() throws IOException {
        var program = """
                import socket
                listener = socket.socket()
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
                listener.bind(("127.0.0.1", 0))
                listener.listen()
                print(listener.getsockname()[1])
                for way in ("default", "zero", "finish"):
                    peer, _ = listener.accept()
                    listener.accept()[0].close()
                    count = 0
                    try:
                        while True:
                            data = peer.recv(65536)
                            if not data:
                                break
                            count += len(data)
                        print(way, count, "end")
                    except ConnectionResetError:
                        print(way, "reset")
                    peer.close()
                """;
        transcript.test("had python3 read each connection only when a second one came");
        try (var python = Python.runs(program)) {
            var expected = new StringBuilder();
            for (var way : List.of("default", "zero", "finish")) {
                try (var channel = SocketChannel.open()) {
                    channel.setOption(SO_SNDBUF, 4_096).connect(python.address());
                    channel.write(ByteBuffer.allocate(4_000));
                    var call = Call.of(transcript, () -> switch (way) {
                        case "default" -> Linger.close(channel, -1);
                        case "zero" -> Linger.close(channel, 0);
                        default -> Linger.finish(channel, LIMIT);
                    });
                    if (way.equals("finish")) {
                        SocketChannel.open(python.address()).close();
                        call.returns("CONFIRMED", report -> report.ending() == Ending.CONFIRMED);
                    } else {
                        call.completes();
                        SocketChannel.open(python.address()).close();
                    }
                    expected.append(way).append(way.equals("zero") ? " reset" : " 4000 end").append('\n');
                }
            }
            var printed = new String(python.printed());
            Check.of(transcript).that("printed", printed.substring(printed.indexOf('\n') + 1)).is(expected.toString());
        }
    }
}
