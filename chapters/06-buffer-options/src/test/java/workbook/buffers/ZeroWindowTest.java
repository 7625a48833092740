package workbook.buffers;

import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static workbook.kit.wire.TcpSegment.Flag.ACK;
import static workbook.kit.wire.TcpSegment.Flag.FIN;
import static workbook.kit.wire.TcpSegment.Flag.RST;
import static workbook.kit.wire.TcpSegment.Flag.SYN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import workbook.kit.network.Capture;
import workbook.kit.wire.TcpSegment.Flag;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;

class ZeroWindowTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetSocketAddress SENDER = new InetSocketAddress(LOOPBACK, 40_000);
    private static final InetSocketAddress RECEIVER = new InetSocketAddress(LOOPBACK, 80);
    private static final InetSocketAddress OTHER = new InetSocketAddress(LOOPBACK, 40_001);

    private final Transcript transcript = new Transcript();

    // What passed over the wire

    /// A capture that the test makes up, a millisecond at a time.
    private static final class Scene {
        final List<SeenSegment> segments = new ArrayList<>();

        private Scene add(long millis, InetSocketAddress from, InetSocketAddress to, Set<Flag> flags, int sequence,
                int acknowledgment, int window, int length) {
            segments.add(new SeenSegment(at(millis), from, to, flags, sequence, acknowledgment, window,
                    OptionalInt.empty(), length));
            return this;
        }

        Scene data(long millis, int sequence, int length) {
            return add(millis, SENDER, RECEIVER, Set.of(ACK), sequence, 1, 500, length);
        }

        Scene acknowledges(long millis, int number, int window) {
            return add(millis, RECEIVER, SENDER, Set.of(ACK), 1, number, window, 0);
        }
    }

    private static Instant at(long millis) {
        return Instant.EPOCH.plusMillis(millis);
    }

    private static Stall stall(long since, long until, int probes, boolean isOver) {
        return new Stall(at(since), Duration.ofMillis(until - since), probes, isOver);
    }

    private Call<List<Stall>> observed(String what, Scene scene) {
        transcript.test("had a capture in which " + what);
        return Call.of(transcript, () -> ZeroWindow.observe(scene.segments, SENDER, RECEIVER));
    }

    @Test
    void sees_no_stall_where_there_is_room() {
        observed("there was always room, and the sender's own window was 0 once", new Scene().data(0, 1, 1_000)
                .acknowledges(1, 1_001, 1)
                .add(2, SENDER, RECEIVER, Set.of(ACK), 1_001, 1, 0, 0)
                .acknowledges(3, 1_001, 4_096))
                .whenReturned(stalls -> !stalls.isEmpty(),
                        "a window of 1 is room, and the sender's window is for the other direction")
                .returns(List.of());
        observed("nothing was", new Scene()).returns(List.of());
    }

    @Test
    void sees_when_it_begins_and_when_it_ends() {
        observed("the window was 0 from 10 to 450 ms, said three times", new Scene().data(0, 1, 1_000)
                .acknowledges(10, 1_001, 0)
                .data(210, 1_000, 0)
                .acknowledges(211, 1_001, 0)
                .data(420, 1_000, 0)
                .acknowledges(421, 1_001, 0)
                .acknowledges(450, 1_001, 2_048)
                .data(451, 1_001, 1_000)
                .acknowledges(452, 2_001, 1_000))
                .whenReturned(stalls -> stalls.size() > 1,
                        "said again, it is the same stall: it lasts until there is room")
                .whenReturned(stalls -> stalls.size() == 1 && stalls.getFirst().probes() == 3,
                        "what comes behind the stall is no probe")
                .whenReturned(stalls -> stalls.size() == 1 && stalls.getFirst().probes() == 0,
                        "the probes of Linux carry no data: they begin one byte before the number that is expected")
                .whenReturned(stalls -> stalls.size() == 1 && !stalls.getFirst().since().equals(at(10)),
                        "it began when the receiver said so first: said again, it is no new beginning")
                .returns(List.of(stall(10, 450, 2, true)));
    }

    @Test
    void sees_several_stalls() {
        observed("the window was 0 twice", new Scene().data(0, 1, 1_000)
                .acknowledges(10, 1_001, 0)
                .data(210, 1_000, 0)
                .acknowledges(250, 1_001, 2_048)
                .data(251, 1_001, 2_048)
                .acknowledges(300, 3_049, 0)
                .acknowledges(350, 3_049, 1_000))
                .whenReturned(stalls -> stalls.size() == 2 && stalls.getLast().probes() == 1,
                        "each stall has its own probes: the count begins at 0 again")
                .returns(List.of(stall(10, 250, 1, true), stall(300, 350, 0, true)));
    }

    @Test
    void counts_probes_with_data_and_no_bare_acknowledgments() {
        observed("the sender probed with a byte of data, and acknowledged what the receiver sent",
                new Scene().data(0, 1, 1_000)
                        .acknowledges(10, 1_001, 0)
                        .data(210, 1_001, 1)
                        .acknowledges(211, 1_001, 0)
                        .add(220, RECEIVER, SENDER, Set.of(ACK), 1, 1_001, 0, 5)
                        .add(221, SENDER, RECEIVER, Set.of(ACK), 1_001, 6, 500, 0)
                        .acknowledges(250, 1_001, 2_048))
                .whenReturned(stalls -> stalls.size() == 1 && stalls.getFirst().probes() == 2,
                        "a bare acknowledgment asks nothing: it begins where the receiver expects it, and is empty")
                .whenReturned(stalls -> stalls.size() == 1 && stalls.getFirst().probes() == 0,
                        "other systems probe with a byte of data, as the RFC says")
                .returns(List.of(stall(10, 250, 1, true)));
    }

    @Test
    void goes_by_the_last_number_that_was_acknowledged() {
        observed("the receiver took the byte of a probe, and the next probe began there", new Scene().data(0, 1, 1_000)
                .acknowledges(10, 1_001, 0)
                .data(210, 1_001, 1)
                .acknowledges(211, 1_002, 0)
                .data(620, 1_001, 0)
                .add(630, SENDER, RECEIVER, Set.of(ACK), 1_002, 1, 500, 0)
                .acknowledges(650, 1_002, 2_048))
                .whenReturned(stalls -> true, "in a stall, too, each segment of the receiver's may acknowledge more")
                .returns(List.of(stall(10, 650, 2, true)));
        observed("data was under way when the window was shut", new Scene().data(0, 1, 1_000)
                .acknowledges(10, 1_001, 0)
                .data(12, 1_001, 1_000)
                .acknowledges(250, 1_001, 2_048))
                .whenReturned(stalls -> true, "any segment with data counts, not only one with a single byte")
                .returns(List.of(stall(10, 250, 1, true)));
        observed("the receiver had something to say when its window was shut", new Scene().data(0, 1, 1_000)
                .add(10, RECEIVER, SENDER, Set.of(ACK), 1, 1_001, 0, 5)
                .acknowledges(250, 1_001, 2_048))
                .whenReturned(stalls -> true, "a segment with data has a window as well")
                .returns(List.of(stall(10, 250, 0, true)));
    }

    @Test
    void compares_numbers_that_go_round() {
        observed("the numbers went round while the window was 0", new Scene().data(0, -1_000, 1_000)
                .acknowledges(10, 0, 0)
                .data(210, -1, 0)
                .add(215, SENDER, RECEIVER, Set.of(ACK), 0, 1, 500, 0)
                .acknowledges(250, 0, 2_048)
                .data(251, 0, Integer.MAX_VALUE - 10)
                .acknowledges(260, Integer.MIN_VALUE + 5, 0)
                .data(460, Integer.MIN_VALUE + 4, 0)
                .data(860, Integer.MAX_VALUE, 0)
                .acknowledges(900, Integer.MIN_VALUE + 5, 10))
                .whenReturned(stalls -> true,
                        "after the largest number comes the smallest: compare by the difference; and a probe "
                                + "may begin more than one byte before")
                .returns(List.of(stall(10, 250, 1, true), stall(260, 900, 2, true)));
    }

    @Test
    void says_that_a_stall_never_ended() {
        var scene = new Scene().data(0, 1, 1_000).acknowledges(10, 1_001, 0).data(210, 1_000, 0);
        scene.add(700, RECEIVER, SENDER, Set.of(RST), 1, 0, 0, 0);
        scene.add(900, OTHER, RECEIVER, Set.of(ACK), 1, 1, 1, 0);
        observed("the receiver reset the connection while its window was 0", scene)
                .whenReturned(List::isEmpty, "a stall that does not end is one, and the one that matters most")
                .whenReturned(stalls -> stalls.size() == 1 && stalls.getFirst().length().toMillis() == 890,
                        "the last segment is one of another connection")
                .whenReturned(stalls -> stalls.size() == 1 && stalls.getFirst().isOver(),
                        "nothing says that there was room again")
                .returns(List.of(stall(10, 700, 1, false)));
        observed("the receiver said nothing any more, and the sender went on asking", new Scene().data(0, 1, 1_000)
                .acknowledges(10, 1_001, 0)
                .data(210, 1_000, 0)
                .data(620, 1_000, 0)
                .data(1_430, 1_000, 0))
                .whenReturned(stalls -> stalls.size() == 1 && stalls.getFirst().length().toMillis() < 1_420,
                        "the last segment of the connection may be the sender's, too")
                .returns(List.of(stall(10, 1_430, 3, false)));
    }

    @Test
    void knows_both_ends_of_a_probe() {
        var neighbour = new InetSocketAddress("127.0.0.2", SENDER.getPort());
        observed(
                "the window was 0, and meanwhile the sender sent to another, and another of the sender's port to the receiver",
                new Scene().data(0, 1, 1_000)
                        .acknowledges(10, 1_001, 0)
                        .add(20, SENDER, OTHER, Set.of(ACK), 1, 1, 500, 10)
                        .add(30, neighbour, RECEIVER, Set.of(ACK), 1, 1, 500, 10)
                        .add(40, RECEIVER, neighbour, Set.of(ACK), 1, 11, 700, 0)
                        .acknowledges(250, 1_001, 2_048))
                .whenReturned(stalls -> true, "a connection has two ends, and each is an address and a port")
                .returns(List.of(stall(10, 250, 0, true)));
    }

    @Test
    void passes_over_syn_and_reset_and_other_connections() {
        var scene = new Scene().add(0, RECEIVER, SENDER, Set.of(SYN, ACK), 0, 1, 0, 0)
                .acknowledges(5, 1, 100)
                .add(6, RECEIVER, OTHER, Set.of(ACK), 1, 9_000, 0, 0)
                .data(7, 1, 100)
                .acknowledges(10, 101, 0)
                .add(11, RECEIVER, OTHER, Set.of(ACK), 1, 9_000, 700, 0)
                .add(12, OTHER, RECEIVER, Set.of(ACK), 1, 1, 500, 10)
                .add(20, RECEIVER, SENDER, Set.of(ACK, FIN), 1, 101, 300, 0)
                .add(30, RECEIVER, SENDER, Set.of(RST), 2, 0, 0, 0);
        observed("a SYN and a reset had a window of 0, and another connection had one, too", scene)
                .whenReturned(stalls -> stalls.stream().anyMatch(stall -> stall.since().equals(at(0))),
                        "in a SYN no window stops anybody: there is nothing to be sent yet")
                .whenReturned(stalls -> stalls.stream().anyMatch(stall -> stall.since().equals(at(30))),
                        "a reset has no window to tell of")
                .whenReturned(stalls -> stalls.size() == 1 && stalls.getFirst().probes() > 0,
                        "this probe is of another connection")
                .whenReturned(stalls -> stalls.stream().anyMatch(stall -> stall.since().equals(at(6))),
                        "this window was another connection's")
                .returns(List.of(stall(10, 20, 0, true)));
    }

    // A sender

    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final Duration PAUSE = Duration.ofMillis(150);

    private record Ends(SocketChannel writer, SocketChannel reader) implements AutoCloseable {
        static Ends open() throws IOException {
            try (var listener = ServerSocketChannel.open()
                    .setOption(SO_RCVBUF, 4_096)
                    .bind(new InetSocketAddress(LOOPBACK, 0))) {
                var writer = SocketChannel.open().setOption(SO_SNDBUF, 4_096);
                writer.connect(listener.getLocalAddress());
                return new Ends(writer, listener.accept());
            }
        }

        /// So many bytes, or what there was until the end.
        byte[] read(int bytes) {
            try {
                var buffer = ByteBuffer.allocate(bytes);
                while (buffer.hasRemaining() && reader.read(buffer) >= 0) {
                    continue;
                }
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            writer.close();
            reader.close();
        }
    }

    private Call<Void> sent(Ends ends, ByteBuffer data, Duration patience) {
        transcript.test("had " + data.remaining() + " bytes sent, with a patience of " + patience.toMillis() + " ms");
        return Call.doing(transcript, () -> ZeroWindow.send(ends.writer, data, patience))
                .whenHung(
                        "a write in blocking mode, or a wait without a limit, waits for ever; and whoever sleeps notices late "
                                + "that there is room");
    }

    private static void pause(Duration time) {
        Eventually.holds(() -> false, Deadline.in(time));
    }

    @Test
    void sends_all_of_it() throws IOException {
        var bytes = Seed.bytes(Seed.random(), 300_000);
        try (var ends = Ends.open()) {
            var read = CompletableFuture.supplyAsync(() -> ends.read(bytes.length));
            var data = ByteBuffer.wrap(bytes);
            sent(ends, data, PATIENCE).completes();
            Check.of(transcript).that("left in the buffer", data.remaining()).is(0);
            ends.writer.shutdownOutput();
            Check.of(transcript).that("received", read.join()).is(bytes);
        }
    }

    @Test
    void sends_what_stands_in_the_middle_of_a_buffer() throws IOException {
        try (var ends = Ends.open()) {
            transcript.test("called it twice, with buffers that may only be read");
            sent(ends, ByteBuffer.wrap("(hello)".getBytes(US_ASCII), 1, 5).asReadOnlyBuffer(), PATIENCE)
                    .whenThrew(ReadOnlyBufferException.class,
                            "not every buffer has an array(); write() takes the buffer itself")
                    .completes();
            sent(ends, ByteBuffer.wrap(", you".getBytes(US_ASCII)).asReadOnlyBuffer(), PATIENCE)
                    .whenThrew(IOException.class, "the first call has closed the channel, or ended its output")
                    .completes();
            ends.writer.shutdownOutput();
            Check.of(transcript).that("received", ends.read(20)).is("hello, you");
        }
    }

    @Test
    void is_patient_as_long_as_something_moves() throws IOException {
        try (var ends = Ends.open()) {
            transcript.test("read 30,000 bytes at a time, with a pause of " + PAUSE.toMillis() + " ms before each");
            var read = CompletableFuture.supplyAsync(() -> {
                var total = 0;
                for (var i = 0; i < 7; i++) {
                    pause(PAUSE);
                    total += ends.read(30_000).length;
                }
                return total;
            });
            sent(ends, ByteBuffer.allocate(210_000), PATIENCE)
                    .whenThrew(SocketTimeoutException.class,
                            "a receiver that takes its time is not dead: the patience begins anew with each byte that is taken")
                    .completes();
            ends.writer.shutdownOutput();
            Check.of(transcript).that("bytes received", read.join()).is(210_000);
        }
    }

    @Test
    void gives_up_when_nothing_moves_and_can_go_on() throws IOException {
        var bytes = Seed.bytes(Seed.random(), 100_000);
        try (var ends = Ends.open()) {
            var data = ByteBuffer.wrap(bytes);
            transcript.test("read nothing");
            sent(ends, data, PAUSE)
                    .whenThrew(IOException.class, "a stall is no end of the connection: nobody has closed anything")
                    .throwsA(SocketTimeoutException.class);
            Check.of(transcript)
                    .likely("a receiver that has no room now may have some in a minute; whether to wait is the caller's matter")
                    .holds(ends.writer.isOpen(), "the channel left open", "the channel closed");
            Check.of(transcript)
                    .holds(data.position() > 0 && data.hasRemaining(), "a buffer that stands where it got to",
                            "one that stands at " + data.position());
            transcript.test("then read all, and called it again");
            var read = CompletableFuture.supplyAsync(() -> ends.read(bytes.length));
            sent(ends, data, PATIENCE).completes();
            ends.writer.shutdownOutput();
            Check.of(transcript)
                    .likely("what was taken before the exception was sent twice, or not at all: the buffer's position says how "
                            + "far it got")
                    .that("received", read.join())
                    .is(bytes);
        }
    }

    @Test
    void is_as_patient_as_it_was_told() throws IOException {
        for (var patience : List.of(PAUSE, Duration.ofMillis(1_100))) {
            try (var ends = Ends.open()) {
                transcript.test("read nothing");
                var selectors = OpenSelectors.count();
                var lasted = patienceOf(ends, patience);
                Check.of(transcript)
                        .likely("how long it is patient is the caller's wish: all of the Duration, toNanos(), of which getNano() "
                                + "is a part")
                        .holds(lasted.plusMillis(5).compareTo(patience) >= 0,
                                "no less than " + patience.toMillis() + " ms",
                                lasted.toMillis() + " ms");
                // A machine that has much to do gets three more tries.
                for (var attempt = 0; attempt < 3 && lasted.compareTo(patience.multipliedBy(2)) >= 0; attempt++) {
                    lasted = patienceOf(ends, patience);
                }
                Check.of(transcript)
                        .likely("not a byte was taken for much longer than patience: what does it wait for?")
                        .holds(lasted.compareTo(patience.multipliedBy(2)) < 0,
                                "an end soon after " + patience.toMillis() + " ms", lasted.toMillis() + " ms");
                Check.of(transcript)
                        .likely("a Selector is a descriptor, too, and stays until it is closed")
                        .that("selectors that were opened and not closed", OpenSelectors.count() - selectors)
                        .is(0L);
            }
        }
    }

    private Duration patienceOf(Ends ends, Duration patience) {
        var begin = System.nanoTime();
        sent(ends, ByteBuffer.allocate(100_000), patience).throwsA(SocketTimeoutException.class);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Test
    void notices_the_end_of_the_connection_at_once() throws IOException {
        try (var ends = Ends.open()) {
            transcript.test("reset the connection while the window was shut");
            var ended = CompletableFuture.runAsync(() -> {
                pause(PAUSE);
                try {
                    ends.reader.setOption(StandardSocketOptions.SO_LINGER, 0);
                    ends.reader.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sent(ends, ByteBuffer.allocate(100_000), Duration.ofMinutes(1))
                    .whenThrew(SocketTimeoutException.class, "this connection is over, and nobody need be patient")
                    .throwsA(IOException.class, "an IOException other than SocketTimeoutException",
                            e -> !(e instanceof SocketTimeoutException));
            ended.join();
        }
    }

    @Test
    void leaves_the_channel_in_its_mode() throws IOException {
        for (var isBlocking : new boolean[]{true, false}) {
            for (var bytes : new int[]{10, 100_000}) {
                try (var ends = Ends.open()) {
                    ends.writer.configureBlocking(isBlocking);
                    transcript.test("had a channel that " + (isBlocking ? "blocks" : "does not block"));
                    var call = sent(ends, ByteBuffer.allocate(bytes), Duration.ofMillis(20));
                    if (bytes == 10) {
                        call.completes();
                    } else {
                        call.throwsA(SocketTimeoutException.class);
                    }
                    Check.of(transcript)
                            .likely("also when it gives up")
                            .holds(ends.writer.isBlocking() == isBlocking, "one that " + (isBlocking
                                    ? "blocks"
                                    : "does not block"), "one that " + (isBlocking ? "does not block" : "blocks"));
                }
            }
        }
    }

    @Test
    void waits_without_work() throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        try (var ends = Ends.open()) {
            sent(ends, ByteBuffer.allocate(100_000), Duration.ofMillis(20)).throwsA(SocketTimeoutException.class);
            var patience = Duration.ofMillis(400);
            var used = Call.of(transcript, () -> {
                try {
                    ZeroWindow.send(ends.writer, ByteBuffer.allocate(100_000), patience);
                } catch (SocketTimeoutException e) {
                    // As it should be.
                }
                return Duration.ofNanos(threads.getCurrentThreadCpuTime());
            }).value();
            Check.of(transcript)
                    .likely("it asked again and again, as fast as it could: a Selector waits without work")
                    .holds(used.compareTo(patience.dividedBy(10)) < 0, "a processor that rests meanwhile",
                            used.toMillis() + " ms of work in " + patience.toMillis() + " ms");
        }
    }

    // Both, on the wire

    @Test
    void sees_a_real_stall_that_a_real_sender_survives() throws IOException {
        RealKernel.counts();
        var bytes = Seed.bytes(Seed.random(), 100_000);
        transcript.test("read nothing until the kernel had probed, and then all of it");
        try (var ends = Ends.open()) {
            var sender = (InetSocketAddress) ends.writer.getLocalAddress();
            var receiver = (InetSocketAddress) ends.writer.getRemoteAddress();
            try (var capture = Capture.ofPort(sender.getPort()).start()) {
                var read = CompletableFuture.supplyAsync(() -> {
                    Eventually.holds(() -> hasProbe(SeenSegment.in(capture.frames()), sender), Deadline.ofTest());
                    return ends.read(bytes.length);
                });
                sent(ends, ByteBuffer.wrap(bytes), Duration.ofSeconds(5)).completes();
                ends.writer.shutdownOutput();
                Check.of(transcript).that("received", read.join()).is(bytes);
                capture.close();
                var segments = SeenSegment.in(capture.frames());
                var stalls = Call.of(transcript, () -> ZeroWindow.observe(segments, sender, receiver)).value();
                Check.of(transcript)
                        .likely("the capture shows a window of 0, a probe, and room again")
                        .holds(!stalls.isEmpty() && stalls.getFirst().isOver() && stalls.getFirst().probes() > 0,
                                "a stall with a probe, and an end", stalls.toString());
            }
        }
    }

    /// Whether the sender has said something empty behind a window of 0.
    private static boolean hasProbe(List<SeenSegment> segments, InetSocketAddress sender) {
        var isShut = false;
        for (var segment : segments) {
            if (segment.to().equals(sender)) {
                isShut = segment.window() == 0;
            } else if (isShut && segment.length() == 0) {
                return true;
            }
        }
        return false;
    }
}
