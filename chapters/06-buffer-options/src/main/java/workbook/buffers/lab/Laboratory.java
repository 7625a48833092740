package workbook.buffers.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import workbook.kit.GivenUp;
import workbook.kit.Options;
import workbook.kit.Terminal;
import workbook.kit.network.PrivateNetwork;

/// What the chapter's program does: it prints this machine's table, or sweeps a link and draws what it found.
public final class Laboratory {
    public static final List<String> OPTIONS = List.of("--plot", "--rate", "--rtt", "--runs");
    /// Mbit/s; below the least, a full queue takes seconds to leave; beyond the most, the link's own thread would be what
    /// is measured.
    public static final int RATE = 20;
    public static final int LEAST_RATE = 5;
    public static final int MOST_RATE = 50;
    /// Milliseconds there and back; below the least, the thread's own lateness would be.
    public static final int TRIP = 20;
    public static final int LEAST_TRIP = 10;
    public static final int MOST_TRIP = 200;
    public static final int RUNS = 3;
    public static final int MOST_RUNS = 100;
    /// A link that delivers later than this part of its round trip has not been the link that was asked for.
    private static final int LATE = 20;

    private final Terminal io;
    private final Optional<Path> folder;
    private final LinkShape shape;
    private final int runs;

    public Laboratory(Terminal io, Options options) throws GivenUp {
        this.io = io;
        folder = folder(options);
        shape = new LinkShape(options.number("--rate", RATE, LEAST_RATE, MOST_RATE) * 1_000_000L,
                Duration.ofMillis(options.number("--rtt", TRIP, LEAST_TRIP, MOST_TRIP)).dividedBy(2), Sweep.DEEP_QUEUE);
        runs = options.number("--runs", RUNS, 1, MOST_RUNS);
        var needsPlot = Stream.of("--rate", "--rtt", "--runs").filter(options::has).findFirst();
        if (folder.isEmpty() && needsPlot.isPresent()) {
            throw new GivenUp(GivenUp.USAGE,
                    needsPlot.get()
                            + " is of the link that --plot measures: add --plot DIR, the folder for what it finds.");
        }
    }

    private static Optional<Path> folder(Options options) throws GivenUp {
        if (!options.has("--plot")) {
            return Optional.empty();
        }
        var typed = options.value("--plot").orElseThrow();
        try {
            var folder = Path.of(typed);
            if (typed.isBlank() || Files.exists(folder) && !Files.isDirectory(folder)) {
                throw notAFolder(typed);
            }
            return Optional.of(folder);
        } catch (InvalidPathException e) {
            throw notAFolder(typed);
        }
    }

    private static GivenUp notAFolder(String typed) {
        return new GivenUp(GivenUp.USAGE, "--plot takes a folder, which is made if it is not there, and '" + typed
                + "' cannot be one.");
    }

    public void run() throws GivenUp, IOException {
        if (folder.isPresent()) {
            plot(folder.get());
        } else {
            new OptionsTable(io.out()).print();
        }
    }

    private void plot(Path into) throws GivenUp, IOException {
        var network = PrivateNetwork.enter();
        if (!network.isPrivate()) {
            throw new GivenUp(GivenUp.NOT_TO_BE_HAD,
                    "The link is made of packets, in a network of the program's own, which is not to be had here: "
                            + network.reason() + " ./workbook doctor says what is missing.");
        }
        // Before a minute of measuring, not after it.
        make(into);
        try (var settings = new TcpSettings()) {
            var sweep = new Sweep(shape, runs, io.out());
            io.out().println(link() + ".");
            var length = sweep.length(Sweep.ofBuffers()).plus(sweep.length(Sweep.ofQueues()));
            io.out().println("This takes about " + length.toSeconds() + " seconds.");
            var buffers = sweep.run(Sweep.ofBuffers());
            var queues = sweep.run(Sweep.ofQueues());
            var facts = List.of(Proc.machine(), link() + "; TCP " + TcpSettings.congestionControl(), String.format(
                    Locale.ROOT, "each size measured %d times; the link delivered %.1f ms late", runs,
                    sweep.lateMillis()));
            new Findings(shape, facts, buffers, queues).write(into);
            io.out().println("throughput.csv, throughput.svg, latency.csv and latency.svg are in " + into + ".");
            if (sweep.lateMillis() > shape.roundTrip().toMillis() / (double) LATE) {
                io.out().println("Something else keeps this machine busy, and so the link was late: "
                        + "a second try will give better figures.");
            }
        }
    }

    private static void make(Path folder) throws GivenUp {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unusable(folder, "made");
        }
        if (!Files.isWritable(folder)) {
            throw unusable(folder, "written to");
        }
    }

    private static GivenUp unusable(Path folder, String verb) {
        return new GivenUp(GivenUp.NOT_TO_BE_HAD,
                "The folder " + folder + " for the plots cannot be " + verb + "; --plot names another.");
    }

    private String link() {
        return String.format(Locale.ROOT, "A link of %d Mbit/s and a round trip of %d ms: %,d bytes fill it",
                shape.bitsPerSecond() / 1_000_000, shape.roundTrip().toMillis(), shape.bytesIn(shape.roundTrip()));
    }
}
