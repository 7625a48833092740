package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import workbook.cli.Fixture;
import workbook.cli.Paint;
import workbook.cli.Runner;
import workbook.engine.Outcome;
import workbook.engine.Run;
import workbook.engine.State;
import workbook.testkit.Report;

/// A watch, whose checks say which contents they saw, and somebody who saves at random moments.
final class SaveStorm implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /// Few, so that many a save leaves the size as it was.
    private static final int[] LINES = {1, 60, 1_200};

    private static final WireRun NO_WIRE = exercise -> {
        throw new IOException("nobody asks for packets");
    };

    private final Path file;
    private final Moments moments;
    private final List<SaveStyle> styles;
    private final LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
    private final Shown shown = new Shown();
    private final Contents contents;
    private final Thread watch;
    private final int holdMillis;
    private int saves;
    private long slowestNanos;

    /// @param holdMillis in which a save that was taken back is noticed and checked
    SaveStorm(Path root, long seed, Set<SaveStyle> styles, Function<Consumer<Set<Path>>, SavedFiles> following,
            int holdMillis) throws IOException {
        this.holdMillis = holdMillis;
        var fixture = new Fixture(root);
        this.file = fixture.stubFile("SayHello");
        this.moments = new Moments(seed);
        this.styles = List.copyOf(EnumSet.copyOf(styles));
        this.contents = new Contents(new Moments(~seed));
        var workbook = fixture.workbook();
        var loop = new Watch(workbook, fixture.checker(workbook, () -> contents), NO_WIRE, shown, events,
                Exception::toString, following);
        this.watch = Thread.ofPlatform().start(() -> {
            try {
                loop.run();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /// Each style alone.
    ///
    /// @return what was wrong at a rest, if anything
    Optional<String> each() throws IOException, InterruptedException {
        var problem = rest(Set.of());
        for (var style : styles) {
            if (problem.isEmpty()) {
                save(style);
                problem = rests(EnumSet.of(style));
            }
        }
        return problem;
    }

    /// Some saves right after each other, while checks run, and then a rest, at which the verdict must be of what the
    /// file holds.
    Optional<String> burst(int most) throws IOException, InterruptedException {
        var used = EnumSet.noneOf(SaveStyle.class);
        for (var left = 1 + moments.below(most); left > 0; left--) {
            var style = styles.get(moments.below(styles.size()));
            used.add(style);
            save(style);
            moments.pass(40);
        }
        return rests(used);
    }

    private void save(SaveStyle style) throws IOException {
        saves++;
        style.save(file, text(), moments);
    }

    private Optional<String> rests(Set<SaveStyle> used) throws IOException, InterruptedException {
        var start = System.nanoTime();
        var problem = rest(used);
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
        if (problem.isEmpty()) {
            // The right verdict may be an old one, and a wrong one on its way.
            moments.pass(used.contains(SaveStyle.UNDONE) ? holdMillis : 30);
            problem = rest(used);
        }
        return problem;
    }

    private Optional<String> rest(Set<SaveStyle> used) throws IOException, InterruptedException {
        var verdict = Contents.verdict(Files.readAllBytes(file));
        return shown.awaitLast(verdict, LIMIT_NANOS)
                ? Optional.empty()
                : Optional.of("after save " + saves + " " + used + " the file is of " + verdict + ", but shown is\n"
                        + shown.last());
    }

    private byte[] text() {
        return "// save %6d\n".formatted(saves).repeat(LINES[moments.below(LINES.length)]).getBytes(US_ASCII);
    }

    int saves() {
        return saves;
    }

    int checks() {
        return contents.checks;
    }

    Duration slowest() {
        return Duration.ofNanos(slowestNanos);
    }

    @Override
    public void close() throws InterruptedException {
        events.add(new WatchEvent.End());
        watch.join();
    }

    /// Reads the file like a compiler, then takes its time like tests.
    private static final class Contents implements Runner {
        private final Moments moments;
        private volatile int checks;

        Contents(Moments moments) {
            this.moments = moments;
        }

        @Override
        public Outcome run(Run run) throws IOException {
            checks++;
            var exercise = run.exercise();
            var file = exercise.stubs().getFirst();
            moments.pass(10);
            var verdict = verdict(Files.readAllBytes(file));
            moments.pass(moments.below(4) == 0 ? 150 : 30);
            if (moments.below(2) == 0 && !verdict.equals(verdict(Files.readAllBytes(file)))) {
                throw new IOException("changed under the compiler's hands");
            }
            return new Outcome(exercise, State.WRONG, "private", Duration.ZERO, 1, List.of(),
                    Report.empty().with(Report.LIKELY, verdict), Optional.empty(), 0, "", List.of());
        }

        static String verdict(byte[] contents) {
            var checksum = new CRC32C();
            checksum.update(contents);
            return contents.length + " bytes, " + checksum.getValue();
        }

        @Override
        public Outcome runOnly(Run run, String method) throws IOException {
            return run(run);
        }

        @Override
        public void prepare() {}

        @Override
        public void close() {}
    }

    /// What stands on the screen.
    private static final class Shown implements Screen {
        private String last = "";

        @Override
        public synchronized void show(List<String> lines) {
            last = String.join("\n", lines);
            notifyAll();
        }

        synchronized boolean awaitLast(String text, long limitNanos) throws InterruptedException {
            var end = System.nanoTime() + limitNanos;
            while (!last.contains(text)) {
                var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }

        synchronized String last() {
            return last;
        }

        @Override
        public void leave(List<String> lines) {
            // Nobody reads it.
        }

        @Override
        public int columns() {
            return 80;
        }

        @Override
        public int rows() {
            return 24;
        }

        @Override
        public boolean isPaper() {
            return false;
        }

        @Override
        public Paint paint() {
            return Paint.PLAIN;
        }
    }
}
