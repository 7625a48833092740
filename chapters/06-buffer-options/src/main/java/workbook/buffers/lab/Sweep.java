package workbook.buffers.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Measures, for a link, what becomes of throughput and of the wait for an answer if the buffers along the way are of
/// other sizes: first the receiver's, with a deep queue at the link; then that queue, with a receiver that leaves its
/// buffer alone.
///
/// It goes through all settings, and then again, as often as asked for: what the machine does meanwhile besides does not
/// befall all the runs of one setting.
final class Sweep {
    static final int SMALLEST_BUFFER = 4 * Sizes.KIB;
    static final int LARGEST_BUFFER = 4 * Sizes.MIB;
    static final int DEEP_QUEUE = 256 * Sizes.KIB;
    private static final int SMALLEST_QUEUE = 8 * Sizes.KIB;
    private static final Duration SHORTEST_RUN = Duration.ofMillis(1_100);
    /// How many round trips a run takes at least, and how many times what a full queue takes to leave.
    private static final int TRIPS = 55;
    private static final int QUEUES = 10;
    /// The part of a run after which its slow start is over.
    private static final int WARM_UP = 3;
    /// What two connections take before the first byte, in round trips.
    private static final int HANDSHAKES = 3;

    /// All the measurements with one setting.
    ///
    /// @param mbits       throughput of each run, in Mbit/s
    /// @param answers     of all runs, in milliseconds
    /// @param kernelBytes what the kernel held for the receive buffer at the end of each
    record Measured(Setting setting, List<Double> mbits, List<Double> answers, List<Double> kernelBytes) {
        private Measured(Setting setting) {
            this(setting, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final LinkShape shape;
    private final int runs;
    private final PrintStream progress;
    private final List<Double> lateMillis = new ArrayList<>();

    Sweep(LinkShape shape, int runs, PrintStream progress) {
        this.shape = shape;
        this.runs = runs;
        this.progress = progress;
    }

    /// The receiver's buffer doubles from one to the next; the last one is left alone.
    static List<Setting> ofBuffers() {
        return Stream.concat(doubling(SMALLEST_BUFFER, LARGEST_BUFFER).map(OptionalInt::of),
                Stream.of(OptionalInt.empty())).map(size -> new Setting(size, DEEP_QUEUE)).toList();
    }

    /// The queue doubles from one to the next; the last is that of [#ofBuffers].
    static List<Setting> ofQueues() {
        return doubling(SMALLEST_QUEUE, DEEP_QUEUE).map(size -> new Setting(OptionalInt.empty(), size)).toList();
    }

    private static Stream<Integer> doubling(int least, int most) {
        return Stream.iterate(least, size -> size <= most, size -> 2 * size);
    }

    /// How long [#run] takes for these, about.
    Duration length(List<Setting> settings) {
        return oneRun().plus(shape.roundTrip().multipliedBy(HANDSHAKES)).multipliedBy((long) runs * settings.size());
    }

    private Duration oneRun() {
        return Collections.max(List.of(SHORTEST_RUN, shape.roundTrip().multipliedBy(TRIPS),
                Duration.ofNanos(shape.nanosFor(DEEP_QUEUE)).multipliedBy(QUEUES)));
    }

    /// Measures with each of them, in this order.
    List<Measured> run(List<Setting> settings) throws IOException {
        Map<Setting, Measured> all = new LinkedHashMap<>();
        for (var run = 1; run <= runs; run++) {
            for (var setting : settings) {
                var result = new Transfer(shape, setting, oneRun().dividedBy(WARM_UP), oneRun()).run();
                var measured = all.computeIfAbsent(setting, Measured::new);
                measured.mbits().add(result.bitsPerSecond() / 1e6);
                measured.answers().addAll(result.answers());
                measured.kernelBytes().add((double) result.kernelBytes());
                lateMillis.add(result.late().toNanos() / 1e6);
                progress.println(line(run, setting, result));
            }
        }
        return List.copyOf(all.values());
    }

    private String line(int run, Setting setting, Transfer.Result result) {
        var answers = result.answers().isEmpty()
                ? "no answer in time"
                : String.format(Locale.ROOT, "answers in %5.1f ms", Spread.of(result.answers()).median());
        return String.format(Locale.ROOT, "  %d/%d  %-44s %5.1f Mbit/s, %s", run, runs, setting.inWords(),
                result.bitsPerSecond() / 1e6, answers);
    }

    /// How late the link was, in milliseconds, on average and in the middle one of all runs so far.
    double lateMillis() {
        return Spread.of(lateMillis).median();
    }
}
