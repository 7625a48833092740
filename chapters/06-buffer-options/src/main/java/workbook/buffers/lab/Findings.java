package workbook.buffers.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workbook.buffers.lab.Plot.Mark;
import workbook.buffers.lab.Plot.Point;
import workbook.buffers.lab.Plot.Series;
import workbook.buffers.lab.Sweep.Measured;

/// What a sweep has found, as two tables and two diagrams: throughput against the receiver's buffer, and the wait for an
/// answer against that buffer and against the queue.
///
/// @param shape   the link's
/// @param facts   of which machine, and how
/// @param buffers with the deep queue
/// @param queues  with a receiver that leaves its buffer alone
record Findings(LinkShape shape, List<String> facts, List<Measured> buffers, List<Measured> queues) {
    /// What part of a packet is data: 1448 of 1500 bytes, with the timestamps that Linux adds.
    private static final double DATA = 1448.0 / 1500;
    private static final int LOWEST_DECADE = -3;
    private static final int HIGHEST_DECADE = 6;

    /// Writes `throughput.csv`, `throughput.svg`, `latency.csv` and `latency.svg`; the folder is made if need be.
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("throughput.csv"), throughputTable());
        write(folder.resolve("throughput.svg"), throughputPlot());
        write(folder.resolve("latency.csv"), latencyTable());
        write(folder.resolve("latency.svg"), latencyPlot());
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    String throughputTable() {
        var table = head("receive_buffer_bytes,kernel_bytes,runs,mbit_per_s_q1,mbit_per_s_median,mbit_per_s_q3");
        for (var each : buffers) {
            table.add(
                    "%s,%.0f,%d,%s".formatted(asked(each), Spread.of(each.kernelBytes()).median(), each.mbits().size(),
                            csv(Spread.of(each.mbits()), 3)));
        }
        return lines(table);
    }

    String latencyTable() {
        var table = head("varied,receive_buffer_bytes,queue_bytes,answers,ms_q1,ms_median,ms_q3");
        for (var each : buffers) {
            latency("receive buffer", each, table);
        }
        for (var each : queues) {
            latency("queue", each, table);
        }
        return lines(table);
    }

    private static void latency(String varied, Measured measured, List<String> table) {
        var spread = measured.answers().isEmpty() ? ",," : csv(Spread.of(measured.answers()), 2);
        table.add("%s,%s,%d,%d,%s".formatted(varied, asked(measured), measured.setting().queueBytes(),
                measured.answers().size(), spread));
    }

    private List<String> head(String columns) {
        var table = new ArrayList<String>();
        facts.forEach(fact -> table.add("# " + fact));
        table.add(columns);
        return table;
    }

    private static String asked(Measured measured) {
        var asked = measured.setting().receiveBuffer();
        return asked.isPresent() ? Integer.toString(asked.getAsInt()) : "left alone";
    }

    private static String csv(Spread spread, int digits) {
        var pattern = "%%.%1$df,%%.%1$df,%%.%1$df".formatted(digits);
        return String.format(Locale.ROOT, pattern, spread.low(), spread.median(), spread.high());
    }

    private static String lines(List<String> table) {
        return String.join("\n", table) + "\n";
    }

    String throughputPlot() {
        var goodput = shape.bitsPerSecond() * DATA / 1e6;
        var axis = axis("Mbit/s of data, median and quartiles",
                buffers.stream().mapToDouble(each -> Spread.of(each.mbits()).low()).min().orElse(goodput),
                goodput * 1.5);
        var plot = new Plot("Throughput of a transfer against the size of the receiver's buffer",
                sizes("receive buffer asked for"), axis, facts)
                .vertical(inFlight(), product())
                .expected("buffer ÷ round trip", ladder().mapToObj(size -> new double[]{size,
                        Math.min(goodput, size * 8e3 / shape.roundTrip().toNanos())}).toList())
                .series(new Series("receive buffer of this size, queue " + Sizes.name(Sweep.DEEP_QUEUE), Mark.DISC,
                        points(buffers, Measured::mbits)));
        buffers.stream()
                .filter(each -> each.setting().receiveBuffer().isEmpty())
                .forEach(each -> plot.horizontal(Spread.of(each.mbits()).median(), "buffer left alone"));
        return plot.svg();
    }

    String latencyPlot() {
        var trip = shape.roundTrip().toNanos() / 1e6;
        var highest = Stream.concat(buffers.stream(), queues.stream())
                .filter(each -> !each.answers().isEmpty())
                .mapToDouble(each -> Spread.of(each.answers()).high())
                .max()
                .orElse(trip);
        return new Plot("Wait for an answer during a transfer, against the size of a buffer",
                sizes("size of the receive buffer, or of the queue at the link"),
                axis("ms until the answer, median and quartiles", trip * 0.9, highest * 1.5), facts)
                .vertical(inFlight(), product())
                .horizontal(trip, "round trip of the link")
                .series(new Series("receive buffer of this size, queue " + Sizes.name(Sweep.DEEP_QUEUE), Mark.DISC,
                        points(buffers, Measured::answers)))
                .series(new Series("queue of this size, receive buffer left alone", Mark.SQUARE, queues.stream()
                        .filter(each -> !each.answers().isEmpty())
                        .map(each -> new Point(each.setting().queueBytes(), Spread.of(each.answers())))
                        .toList()))
                .svg();
    }

    /// Without those whose buffer was left alone, which have no place on the axis.
    private static List<Point> points(List<Measured> measured, Function<Measured, List<Double>> values) {
        return measured.stream()
                .filter(each -> each.setting().receiveBuffer().isPresent() && !values.apply(each).isEmpty())
                .map(each -> new Point(each.setting().receiveBuffer().getAsInt(), Spread.of(values.apply(each))))
                .toList();
    }

    private long inFlight() {
        return shape.bytesIn(shape.roundTrip());
    }

    private String product() {
        return String.format(Locale.ROOT, "bandwidth × delay = %,d bytes", inFlight());
    }

    private static Axis sizes(String label) {
        var ticks = Stream.iterate(Sweep.SMALLEST_BUFFER, size -> size <= Sweep.LARGEST_BUFFER, size -> 4 * size)
                .map(Integer::doubleValue)
                .toList();
        return new Axis(label, Sweep.SMALLEST_BUFFER / 1.2, Sweep.LARGEST_BUFFER * 1.2, ticks,
                size -> Sizes.name(Math.round(size)));
    }

    /// Sizes all along the axis, close enough for a line.
    private static IntStream ladder() {
        return IntStream.iterate(Sweep.SMALLEST_BUFFER, size -> size <= Sweep.LARGEST_BUFFER, size -> size + size / 4);
    }

    /// Begins and ends with a tick, and has both values inside.
    private static Axis axis(String label, double least, double most) {
        var ticks = new ArrayList<Double>();
        for (var decade = LOWEST_DECADE; decade <= HIGHEST_DECADE; decade++) {
            for (var digit : new int[]{1, 2, 5}) {
                // Dividing gives 0.2 for 2 and 10, and multiplying with 0.1 does not.
                var tick = decade < 0 ? digit / Math.pow(10, -decade) : digit * Math.pow(10, decade);
                if (tick <= least) {
                    ticks.clear();
                }
                if (ticks.isEmpty() || ticks.getLast() < most) {
                    ticks.add(tick);
                }
            }
        }
        return new Axis(label, ticks.getFirst(), ticks.getLast(), ticks, Findings::number);
    }

    private static String number(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : Double.toString(value);
    }
}
