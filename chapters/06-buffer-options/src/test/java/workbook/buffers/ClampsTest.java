package workbook.buffers;

import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_SNDBUF;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import workbook.testkit.Call;
import workbook.testkit.Check;
import workbook.testkit.NotRun;
import workbook.testkit.Seed;
import workbook.testkit.Transcript;

class ClampsTest {
    private static final Path CORE = Path.of("/proc/sys/net/core");
    private static final Path TCP_RMEM = Path.of("/proc/sys/net/ipv4/tcp_rmem");

    private final Transcript transcript = new Transcript();

    /// What happens beyond an end.
    private enum Beyond {
        GIVES_THE_EDGE, REFUSES
    }

    /// An error, which no answer takes for a refusal.
    private static final class NoEnd extends Error {
        private static final long serialVersionUID = 1;

        NoEnd() {
            super("asked 10,000 times, of 100", null, false, false);
        }
    }

    /// A buffer whose ends the test has chosen.
    private static final class Fake implements BufferSize {
        private final IntRange ends;
        private final Beyond below;
        private final Beyond above;
        /// So often nobody asks who comes to an end.
        private static final int FAR_TOO_MANY = 10_000;

        final List<Integer> asked = new ArrayList<>();
        private int size;

        Fake(IntRange ends, int now, Beyond below, Beyond above) {
            this.ends = ends;
            this.size = now;
            this.below = below;
            this.above = above;
        }

        @Override
        public void ask(int bytes) throws IOException {
            if (asked.size() == FAR_TOO_MANY) {
                throw new NoEnd();
            }
            asked.add(bytes);
            if (bytes < 0) {
                throw new IllegalArgumentException("Invalid send/receive buffer size");
            }
            if (bytes < ends.smallest() && below == Beyond.REFUSES) {
                throw new IOException("Invalid argument");
            }
            if (bytes > ends.largest() && above == Beyond.REFUSES) {
                throw new IOException("No buffer space available");
            }
            size = Math.clamp(bytes, ends.smallest(), ends.largest());
        }

        @Override
        public int given() {
            return size;
        }
    }

    private Fake probed(int smallest, int largest, int now, Beyond below, Beyond above) {
        var fake = new Fake(new IntRange(smallest, largest), now, below, above);
        var transcript = new Transcript();
        transcript.test("probed a buffer that can have " + smallest + " to " + largest + " bytes, and has " + now
                + " now; below " + words(below) + ", above " + words(above));
        var found = Call.of(transcript, () -> Clamps.probe(fake))
                .whenThrew(NoEnd.class,
                        "one step at a time takes a billion questions; and where nothing lies between the two any more, it is over")
                .whenThrew(IOException.class, "a refusal says something, too: this size lies beyond the end")
                .whenReturned(range -> range.largest() == Integer.MAX_VALUE || range.smallest() == 1,
                        "this is what was asked for; what became of it says given()")
                .whenReturned(range -> range.smallest() == now || range.largest() == now,
                        "what a buffer begins with is no end")
                .whenReturned(range -> Math.abs((long) range.smallest() - smallest) == 1
                        || Math.abs((long) range.largest() - largest) == 1,
                        "one off: the last size that was given is the end, and not the first that was not")
                .when(() -> fake.asked.stream().anyMatch(bytes -> bytes < 0),
                        "the sum of two large ints is negative: the middle between them is a + (b - a) / 2");
        found.returns(new IntRange(smallest, largest));
        Check.of(transcript)
                .likely("a channel takes 0, and its meaning is anybody's guess")
                .holds(fake.asked.stream().noneMatch(bytes -> bytes < 1), "sizes from 1 on", "that 0 was asked for");
        Check.of(transcript)
                .likelyIf(fake.asked.size() < 1_000, "halving needs some sixty questions: something is asked twice")
                .likely("one step at a time takes a billion questions; halve what is left with each")
                .holds(fake.asked.size() <= Clamps.MOST_QUESTIONS,
                        "no more than " + Clamps.MOST_QUESTIONS + " questions",
                        fake.asked.size() + " questions");
        return fake;
    }

    private static String words(Beyond beyond) {
        return beyond == Beyond.REFUSES ? "it refuses" : "it gives the nearest";
    }

    @Test
    void finds_ends_that_are_given_without_a_word() {
        probed(1_152, 4_194_304, 65_536, Beyond.GIVES_THE_EDGE, Beyond.GIVES_THE_EDGE);
        probed(2_304, 212_992, 8_192, Beyond.GIVES_THE_EDGE, Beyond.GIVES_THE_EDGE);
    }

    @Test
    void finds_ends_beyond_which_it_is_refused() {
        probed(1_152, 7_168, 4_096, Beyond.GIVES_THE_EDGE, Beyond.REFUSES);
        probed(500, 8_388_608, 131_072, Beyond.REFUSES, Beyond.GIVES_THE_EDGE);
        probed(4_096, 6_291_456, 16_384, Beyond.REFUSES, Beyond.REFUSES);
    }

    @Test
    void finds_ends_that_nobody_could_have_known() {
        var random = Seed.random();
        for (var i = 0; i < 20; i++) {
            var smallest = random.nextInt(1, 100_000);
            var largest = random.nextInt(smallest, 1 << random.nextInt(18, 31));
            var now = random.nextInt(smallest, largest + 1);
            probed(smallest, largest, now, Beyond.values()[i % 2], Beyond.values()[i / 2 % 2]);
        }
    }

    @Test
    void finds_ends_at_the_edge_of_what_an_int_can_say() {
        for (var beyond : Beyond.values()) {
            probed(1, Integer.MAX_VALUE, 65_536, beyond, beyond);
            probed(1, Integer.MAX_VALUE - 1, 1, beyond, beyond);
            probed(2, 1_900_000_000, 1_800_000_000, beyond, beyond);
            probed(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, beyond, beyond);
        }
    }

    @Test
    void finds_a_size_that_cannot_be_changed() {
        for (var beyond : Beyond.values()) {
            probed(4_096, 4_096, 4_096, beyond, beyond);
            probed(1, 1, 1, beyond, beyond);
        }
    }

    /// No power of two lies in the first, and the others begin at one of their ends.
    @Test
    void finds_both_ends_of_a_narrow_range() {
        probed(5_000, 6_000, 5_500, Beyond.REFUSES, Beyond.REFUSES);
        probed(500, 8_192, 8_192, Beyond.REFUSES, Beyond.REFUSES);
        probed(500, 8_192, 500, Beyond.REFUSES, Beyond.REFUSES);
    }

    @Test
    void lets_a_failure_of_another_kind_out() {
        transcript.test("had a buffer fail whose size nobody can read");
        Call.of(transcript, () -> Clamps.probe(new BufferSize() {
            @Override
            public void ask(int bytes) {}

            @Override
            public int given() throws IOException {
                throw new IOException("Bad file descriptor");
            }
        }))
                .whenReturned(range -> true,
                        "only a refused wish says where the end is; this failure says that nothing is known")
                .throwsA(IOException.class);
    }

    // This machine

    private IntRange here(Supplier<? extends NetworkChannel> kind, SocketOption<Integer> option) throws IOException {
        try (var channel = kind.get()) {
            transcript.test("probed " + option.name() + " of a " + channel.getClass().getSuperclass().getSimpleName());
            return Call.of(transcript, () -> Clamps.probe(BufferSize.of(channel, option))).value();
        }
    }

    private static <T> Supplier<T> opened(Callable<T> how) {
        return () -> {
            try {
                return how.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /// In one read, as these files want it: a second one finds nothing more.
    private static String line(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.US_ASCII).getFirst();
    }

    private static int limit(String name) throws IOException {
        return Integer.parseInt(line(CORE.resolve(name)));
    }

    /// Asks for the outermost, for Linux gives the nearest.
    private static int nearest(NetworkChannel channel, SocketOption<Integer> option, int bytes) throws IOException {
        return channel.setOption(option, bytes).getOption(option);
    }

    @Test
    void finds_what_the_administrator_allows() throws IOException {
        RealKernel.needed();
        for (var kind : List.of(opened(SocketChannel::open), opened(DatagramChannel::open))) {
            for (var option : List.of(SO_RCVBUF, SO_SNDBUF)) {
                var found = here(kind, option);
                var limit = limit(option == SO_RCVBUF ? "rmem_max" : "wmem_max");
                Check.of(transcript)
                        .likely("the largest is in " + CORE + "/" + (option == SO_RCVBUF ? "rmem_max" : "wmem_max")
                                + ", and another one on another machine")
                        .that("the largest", found.largest())
                        .is(limit);
                try (var channel = kind.get()) {
                    Check.of(transcript)
                            .likely("socket(7) names other smallest sizes than the kernel has; ask it")
                            .that("the smallest", found.smallest())
                            .is(nearest(channel, option, 1));
                }
            }
        }
    }

    /// The three numbers of `tcp_rmem` bound what the kernel does by itself, tcp(7); they are no bounds of a wish.
    @Test
    void finds_the_same_under_other_limits_of_tcp() throws IOException {
        RealKernel.counts();
        if (!Files.isWritable(TCP_RMEM)) {
            throw new NotRun("the limits of TCP are set here, and whoever runs this may not set them",
                    "./workbook doctor");
        }
        var before = line(TCP_RMEM);
        var expected = here(opened(SocketChannel::open), SO_RCVBUF);
        try {
            Files.writeString(TCP_RMEM, "4096 10000 20000", StandardCharsets.US_ASCII);
            transcript.test("set " + TCP_RMEM + " to 4096 10000 20000");
            Check.of(transcript).that("", here(opened(SocketChannel::open), SO_RCVBUF)).is(expected);
        } finally {
            Files.writeString(TCP_RMEM, before, StandardCharsets.US_ASCII);
        }
    }
}
