package workbook.testkit;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/// Random input that can be made again: `-Dworkbook.seed=4711`, or drawn once for the JVM and shown in every report.
///
/// Each test has its own sequence, made from the seed and its name, so that it gets the same whichever tests run
/// beside it.
public final class Seed {
    /// The property that holds the seed.
    public static final String PROPERTY = "workbook.seed";

    private static final String[] WORDS = ("acorn amber anchor apple arrow autumn basil beacon birch bramble breeze "
            + "candle canyon cedar clover comet copper coral cotton cricket dahlia ember falcon fennel fern garnet "
            + "ginger granite harbour hazel heron indigo iris island jasmine juniper kestrel lantern lilac linden "
            + "maple marble meadow mint nectar nettle oak olive onyx opal orchid otter pebble pepper pine plum quartz "
            + "quince raven reed river robin saffron sage sparrow thistle thyme topaz tulip umber velvet violet walnut "
            + "willow winter yarrow zephyr").split(" ");

    private static final long DRAWN = ThreadLocalRandom.current().nextLong(100_000);

    private static volatile boolean used;

    private Seed() {}

    /// The seed of this run.
    public static long value() {
        return given().orElse(DRAWN);
    }

    private static Optional<Long> given() {
        return Optional.ofNullable(Long.getLong(PROPERTY));
    }

    /// The running test's own sequence, from its beginning.
    public static Random random() {
        used = true;
        return new Random(value() * 31 + TestScope.current().name().hashCode());
    }

    /// A short English word.
    public static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /// A greeting that nobody can have written into an answer: `Greetings from violet otter 417`.
    public static String greeting(Random random) {
        return String.format(Locale.ROOT, "Greetings from %s %s %d", word(random), word(random),
                random.nextInt(100, 1000));
    }

    /// So many bytes of any value.
    public static byte[] bytes(Random random, int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A new test has used no random input yet.
    static void begin() {
        used = false;
    }

    /// A report of random input that was not asked for by its seed says which one was drawn.
    static Report addTo(Report report) {
        return !used || given().isPresent()
                ? report
                : report.with("seed", value() + "; -D" + PROPERTY + "=" + value() + " makes the same input again");
    }
}
