package workbook.buffers;

import static java.net.StandardSocketOptions.SO_RCVBUF;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import workbook.kit.natives.KernelOptions;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;
import workbook.testkit.Transcript;

class AutotuningTest {
    private static final long KILO = 1_000;
    private static final long MEGA = 1_000_000;
    private static final long GIGA = 1_000_000_000;

    private final Transcript transcript = new Transcript();

    private Call<Long> bdp(long bitsPerSecond, Duration roundTrip) {
        transcript.test("asked for the product of " + bitsPerSecond + " bits a second and "
                + roundTrip.toString().substring(2).toLowerCase(Locale.ROOT));
        return Call.of(transcript, () -> Autotuning.bdp(bitsPerSecond, roundTrip))
                .whenReturned(bytes -> bytes < 0,
                        "the product of two large numbers has gone round: 2^63 is not that much here");
    }

    @Test
    void multiplies_bits_and_seconds_to_bytes() {
        record Row(long bits, Duration time, long bytes) {}
        for (var row : List.of(new Row(8, Duration.ofSeconds(1), 1),
                new Row(100 * MEGA, Duration.ofMillis(40), 500_000),
                new Row(GIGA, Duration.ofMillis(150), 18_750_000), new Row(8 * MEGA, Duration.ofMillis(1), 1_000),
                new Row(64 * KILO, Duration.ofSeconds(2), 16_000), new Row(0, Duration.ofSeconds(1), 0),
                new Row(GIGA, Duration.ZERO, 0))) {
            bdp(row.bits(), row.time())
                    .whenReturned(bytes -> bytes == row.bytes() * 8, "these are bits: eight of them make a byte")
                    .whenReturned(bytes -> bytes == row.bytes() * 1_000, "a millisecond is a thousandth of a second")
                    .whenReturned(bytes -> row.bits() > 0 && bytes == row.bits() / 8,
                            "the time of a round trip counts, too")
                    .whenReturned(bytes -> bytes == row.bytes() / 2 && bytes > 0,
                            "it takes the whole round trip: the acknowledgment has a way to go as well")
                    .returns(row.bytes());
        }
    }

    @Test
    void counts_times_below_a_millisecond() {
        bdp(10 * GIGA, Duration.ofNanos(100_000))
                .whenReturned(bytes -> bytes == 0, "in a computing centre a round trip takes a tenth of a millisecond")
                .returns(125_000L);
        bdp(100 * GIGA, Duration.ofNanos(50)).returns(625L);
        bdp(8 * MEGA, Duration.ofMillis(1).plusNanos(1_000)).returns(1_001L);
    }

    @Test
    void counts_a_part_of_a_byte_as_one() {
        bdp(1, Duration.ofSeconds(1)).whenReturned(bytes -> bytes == 0, "a part of a byte needs a byte").returns(1L);
        bdp(9, Duration.ofSeconds(1)).returns(2L);
        bdp(1, Duration.ofNanos(1)).returns(1L);
        bdp(16, Duration.ofSeconds(1))
                .whenReturned(bytes -> bytes == 3, "two whole bytes are two: only a part is rounded up")
                .returns(2L);
    }

    @Test
    void counts_links_of_the_future() {
        bdp(400 * GIGA, Duration.ofSeconds(1)).returns(50 * GIGA);
        bdp(1_000_000 * GIGA, Duration.ofMinutes(24)).returns(180_000_000 * GIGA);
        bdp(1, Duration.ofSeconds(Long.MAX_VALUE)).returns(1L << 60);
        bdp(0, Duration.ofSeconds(Long.MAX_VALUE)).returns(0L);
        bdp(Long.MAX_VALUE, Duration.ofSeconds(8))
                .whenThrew(ArithmeticException.class,
                        "the product in bits is too large for a long; the answer in bytes is not")
                .whenReturned(bytes -> bytes >= 0 && bytes != Long.MAX_VALUE,
                        "a double has 53 bits for a number that has 63")
                .returns(Long.MAX_VALUE);
        bdp(Long.MAX_VALUE, Duration.ofSeconds(9)).throwsA(ArithmeticException.class);
        bdp(Long.MAX_VALUE, Duration.ofDays(100_000)).throwsA(ArithmeticException.class);
    }

    @Test
    void refuses_what_is_below_nothing() {
        bdp(-1, Duration.ofSeconds(1)).throwsA(IllegalArgumentException.class);
        bdp(1, Duration.ofSeconds(-1)).throwsA(IllegalArgumentException.class);
        bdp(1, Duration.ofNanos(-1)).throwsA(IllegalArgumentException.class);
        bdp(1, Duration.ofSeconds(Long.MIN_VALUE)).throwsA(IllegalArgumentException.class);
        bdp(-8, Duration.ofSeconds(-1))
                .whenReturned(bytes -> bytes == 1, "two wrongs make a product that looks right")
                .throwsA(IllegalArgumentException.class);
    }

    @Test
    void leaves_alone_what_the_kernel_does_by_itself() {
        record Row(long bits, Duration time, long most, OptionalLong advice, String likely) {}
        for (var row : List.of(
                new Row(100 * MEGA, Duration.ofMillis(40), 6_000_000, OptionalLong.empty(),
                        "the kernel goes as far as that by itself, and a size that is set would end it"),
                new Row(GIGA, Duration.ofMillis(150), 6_000_000, OptionalLong.of(18_750_000),
                        "the kernel does not go as far as that by itself"),
                new Row(8 * MEGA, Duration.ofSeconds(1), 1_000_000, OptionalLong.empty(), "just enough is enough"),
                new Row(8 * MEGA + 8, Duration.ofSeconds(1), 1_000_000, OptionalLong.of(1_000_001),
                        "a byte more is more"),
                new Row(100 * GIGA, Duration.ofSeconds(1), GIGA, OptionalLong.of(12_500_000_000L),
                        "the kernel does not go as far as that by itself"),
                new Row(0, Duration.ZERO, 0, OptionalLong.empty(), "nothing is needed, and there is nothing"))) {
            transcript.test("asked for advice for " + row.bits() + " bits a second and " + row.time().toMillis()
                    + " ms, where the kernel reaches " + row.most());
            Call.of(transcript, () -> Autotuning.advised(row.bits(), row.time(), row.most()))
                    .whenReturned(advice -> true, row.likely())
                    .whenReturned(advice -> advice.isPresent() && row.advice().isPresent(),
                            "the size to set is the product, and nothing else")
                    .whenReturned(
                            advice -> advice.isPresent()
                                    && advice.getAsLong() > row.bits() * row.time().toSeconds() + row.most() * 10,
                            "larger is not better: what is more than the product waits in queues")
                    .returns(row.advice());
        }
    }

    @Test
    void gives_no_advice_where_there_is_no_product() {
        transcript.test("asked for advice for a product that is larger than a long");
        Call.of(transcript, () -> Autotuning.advised(Long.MAX_VALUE, Duration.ofSeconds(9), 6_000_000))
                .whenReturned(OptionalLong::isEmpty, "\"leave it alone\" is the worst advice for the fastest of links")
                .throwsA(ArithmeticException.class);
        transcript.test("asked for advice for a negative round trip");
        Call.of(transcript, () -> Autotuning.advised(1, Duration.ofSeconds(-1), 6_000_000))
                .throwsA(IllegalArgumentException.class);
    }

    // Watching

    /// A connection through which the test has sent so many bytes, and an end.
    private static SocketChannel bringing(long bytes, OptionalInt receiveBuffer) throws IOException {
        try (var listener = ServerSocketChannel.open()) {
            if (receiveBuffer.isPresent()) {
                listener.setOption(SO_RCVBUF, receiveBuffer.getAsInt());
            }
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var sender = SocketChannel.open(listener.getLocalAddress());
            CompletableFuture.runAsync(() -> {
                try (sender) {
                    var piece = ByteBuffer.allocate(1 << 16);
                    for (var left = bytes; left > 0;) {
                        left -= sender.write(piece.clear().limit((int) Math.min(left, piece.capacity())));
                    }
                } catch (IOException e) {
                    // The reader has gone.
                }
            });
            return listener.accept();
        }
    }

    private Call<Growth> watched(SocketChannel channel, long bytes, Kernel kernel) {
        transcript.test("had " + bytes + " bytes watched");
        return Call.of(transcript, () -> Autotuning.watch(channel, bytes, kernel));
    }

    @Test
    void reads_what_it_was_told_and_no_more() throws IOException {
        try (var channel = bringing(200_003, OptionalInt.empty())) {
            for (var bytes : new long[]{0, 1, 100_000}) {
                watched(channel, bytes, (of, option) -> 7).returns(new Growth(bytes, 7, 7));
            }
            watched(channel, 100_003, (of, option) -> 7)
                    .whenReturned(growth -> growth.bytes() < 100_002, "what it read too much before is missing now")
                    .returns("100,002 bytes and then the end", growth -> growth.bytes() == 100_002);
            Check.of(transcript)
                    .holds(channel.isOpen() && channel.isBlocking(), "the channel left open, in blocking mode",
                            channel.isOpen() ? "one that does not block" : "the channel closed");
        }
    }

    @Test
    void reads_up_to_the_end_however_much_it_may() throws IOException {
        for (var bytes : new long[]{3 * GIGA, 1L << 32, Long.MAX_VALUE}) {
            try (var channel = bringing(100_000, OptionalInt.empty())) {
                watched(channel, bytes, (of, option) -> 7)
                        .whenThrew(IllegalArgumentException.class,
                                "what is left may be more than an int: take the smaller one "
                                        + "first, and cast then")
                        .whenHung("a piece of no bytes is read for ever: 2^32 as an int is 0")
                        .returns(new Growth(100_000, 7, 7));
            }
        }
    }

    @Test
    void asks_once_where_nothing_comes() throws IOException {
        for (var bytes : new long[]{0, 1_000}) {
            try (var channel = bringing(0, OptionalInt.empty())) {
                var asked = new AtomicInteger();
                transcript.test("ended at once");
                watched(channel, bytes, (of, option) -> {
                    asked.incrementAndGet();
                    return 7;
                }).returns(new Growth(0, 7, 7));
                Check.of(transcript)
                        .likely("once before the first read, and after each that has brought something: an end brings nothing")
                        .that("times the kernel was asked", asked.get())
                        .is(1);
            }
        }
    }

    @Test
    void takes_much_at_a_time() throws IOException {
        try (var channel = bringing(200_000, OptionalInt.of(200_000))) {
            var in = channel.socket().getInputStream();
            transcript.test("waited until 200,000 bytes lay ready");
            Eventually.holds(() -> available(in) >= 200_000, Deadline.ofTest());
            var asked = new AtomicInteger();
            watched(channel, 200_000, (of, option) -> {
                asked.incrementAndGet();
                return 7;
            }).returns(new Growth(200_000, 7, 7));
            Check.of(transcript)
                    .likely("pieces of far less than 64 KiB: who takes little at a time is slower than the link")
                    .holds(asked.get() <= 20, "a handful of reads", asked.get() - 1 + " reads");
        }
    }

    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void asks_before_the_first_read_and_after_each() throws IOException {
        try (var channel = bringing(1_000_000, OptionalInt.empty())) {
            var asked = new AtomicInteger();
            var growth = watched(channel, 1_000_000, (of, option) -> option == SO_RCVBUF && of == channel
                    ? 1_000 + asked.getAndIncrement()
                    : 0).value();
            Check.of(transcript)
                    .likelyIf(growth.largest() == 1_001 && asked.get() == 2,
                            "a buffer grows on the way, and may be asked on the way")
                    .likelyIf(growth.first() == 0, "it is the receive buffer of this channel that is watched")
                    .likely("the first number is that of before the first read")
                    .holds(growth.first() == 1_000 && growth.largest() == 1_000 + asked.get() - 1 && asked.get() > 3,
                            "the first answer, 1000, and the last, " + (1_000 + asked.get() - 1)
                                    + ", of more than three",
                            growth.first() + " and " + growth.largest() + ", of " + asked.get());
        }
    }

    @Test
    void keeps_the_largest() throws IOException {
        try (var channel = bringing(1_000_000, OptionalInt.empty())) {
            var asked = new AtomicInteger();
            watched(channel, 1_000_000, (of, option) -> asked.getAndIncrement() == 2 ? 5_000 : 100)
                    .whenReturned(growth -> growth.largest() == 100, "the last one is not the largest one")
                    .returns(new Growth(1_000_000, 100, 5_000));
        }
        try (var channel = bringing(1_000, OptionalInt.empty())) {
            var asked = new AtomicInteger();
            watched(channel, 1_000, (of, option) -> asked.getAndIncrement() == 0 ? 5_000 : 100)
                    .whenReturned(growth -> growth.largest() == 100, "the first one counts, too")
                    .returns(new Growth(1_000, 5_000, 5_000));
        }
    }

    @Test
    void lets_failures_out() throws IOException {
        try (var channel = bringing(1_000, OptionalInt.empty())) {
            transcript.test("had the kernel fail");
            watched(channel, 10, (of, option) -> {
                throw new IOException("it cannot be asked");
            }).whenReturned(growth -> true, "what nobody has measured cannot be reported").throwsA(IOException.class);
            transcript.test("closed the channel");
            channel.close();
            watched(channel, 10, (of, option) -> 7).throwsA(IOException.class);
        }
    }

    // The kernel

    /// The kernel sees no reason to give more to a reader that a busy machine keeps from reading: one in ten gets on.
    @Test
    void sees_a_buffer_grow_that_nobody_has_touched() throws IOException {
        RealKernel.needed();
        var bytes = 16 * MEGA;
        var seen = new ArrayList<Growth>();
        for (var i = 0; i < 10 && seen.stream().allMatch(Growth::isFixed); i++) {
            try (var untouched = bringing(bytes, OptionalInt.empty())) {
                seen.add(watched(untouched, bytes, Kernel.ofThisMachine()).value());
            }
        }
        Check.of(transcript)
                .holds(seen.getLast().bytes() == bytes, "all " + bytes + " bytes read",
                        seen.getLast().bytes() + " bytes read");
        Check.of(transcript)
                .likely("a reader that takes little at a time is slower than the link, and the kernel gives it no more")
                .holds(seen.stream().anyMatch(growth -> growth.largest() > growth.first()), "a buffer that grew",
                        "as large as in the beginning, in each of " + seen.size() + " connections");
    }

    @Test
    void sees_a_buffer_stay_that_somebody_has_set() throws IOException {
        RealKernel.needed();
        var bytes = 4 * MEGA;
        try (var set = bringing(bytes, OptionalInt.of(65_536))) {
            watched(set, bytes, Kernel.ofThisMachine())
                    .returns("131072 all the time, for one that somebody has set", growth -> growth
                            .equals(new Growth(bytes, 131_072, 131_072)) && growth.isFixed());
        }
    }

    /// Little's law: what is under way is the rate times the time, on a link whose rate the kernel limits, tc-tbf(8).
    @Test
    void agrees_with_what_is_under_way_on_a_link() throws IOException {
        Call.of(transcript, () -> Autotuning.bdp(8, Duration.ofSeconds(1))).returns(1L);
        RealKernel.counts();
        LimitedLink.needed();
        transcript.test(
                "sent over a link of 80 megabits a second, and asked the kernel for rate, round trip and bytes under way");
        try (var link = LimitedLink.of("80mbit");
                var listener = ServerSocketChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var sender = SocketChannel.open(listener.getLocalAddress());
                var receiver = listener.accept()) {
            var read = CompletableFuture.runAsync(() -> {
                try {
                    var piece = ByteBuffer.allocate(1 << 16);
                    while (receiver.read(piece.clear()) >= 0) {
                        continue;
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            var ratios = new ArrayList<Double>();
            for (var i = 0; i < 100; i++) {
                sender.write(ByteBuffer.allocate(1 << 16));
                // struct tcp_info, linux/tcp.h: sizes of segments, those under way, microseconds, bytes a second.
                var info = KernelOptions.get(sender, KernelOptions.IPPROTO_TCP, KernelOptions.TCP_INFO, 168);
                var underWay = info.getInt(24) * (long) info.getInt(16);
                var roundTrip = Duration.ofNanos(info.getInt(68) * KILO);
                var rate = info.getLong(160) * 8;
                var product = Call.of(transcript, () -> Autotuning.bdp(rate, roundTrip)).value();
                // The first samples are those of a sender that does not know the link yet.
                if (i >= 40 && underWay > 0) {
                    ratios.add((double) product / underWay);
                }
            }
            sender.shutdownOutput();
            read.join();
            var median = ratios.stream().sorted().toList().get(ratios.size() / 2);
            Check.of(transcript)
                    .holds(median > 1 / 3.0 && median < 3, "a product that is about what is under way",
                            "one that is %.2f times as much, in the median of %d".formatted(median, ratios.size()));
        }
    }
}
