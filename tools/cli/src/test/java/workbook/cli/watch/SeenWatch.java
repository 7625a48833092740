package workbook.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import workbook.cli.Fixture;
import workbook.cli.Paint;

/// A watch on a thread of its own, its keys pressed by a test, and each screen that it shows.
final class SeenWatch implements AutoCloseable {
    private static final long LIMIT_SECONDS = 10;

    private final Fixture fixture;
    private final LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> screens = new LinkedBlockingQueue<>();
    private volatile int columns = 80;
    private volatile int rows = 24;
    private volatile boolean isPaper;
    private volatile String left = "";
    private WireRun wire = exercise -> (paint, width) -> List.of("client -> server of " + exercise.id());
    private Thread thread = new Thread();

    SeenWatch(Fixture fixture) {
        this.fixture = fixture;
    }

    SeenWatch size(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        return this;
    }

    SeenWatch onPaper() {
        isPaper = true;
        return this;
    }

    SeenWatch wire(WireRun wire) {
        this.wire = wire;
        return this;
    }

    SeenWatch start() throws IOException {
        var workbook = fixture.workbook();
        var watch = new Watch(workbook, fixture.checker(workbook), wire, new Recorder(), events,
                problem -> "fault: " + problem.getMessage());
        thread = Thread.ofPlatform().start(() -> {
            try {
                watch.run();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return this;
    }

    void press(char key) {
        press(new Key.Typed(key));
    }

    void press(Key key) {
        events.add(new WatchEvent.Pressed(key));
    }

    void type(String keys) {
        keys.chars().forEach(key -> press((char) key));
    }

    void saved(Path file) {
        events.add(new WatchEvent.Saved(Set.of(file)));
    }

    void resize(int newColumns, int newRows) {
        size(newColumns, newRows);
        events.add(new WatchEvent.Redraw());
    }

    String next() throws InterruptedException {
        var screen = screens.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(screen).as("another screen").isNotNull();
        return screen;
    }

    /// The next screen that shows this.
    String awaits(String text) throws InterruptedException {
        var last = "";
        for (var screen = screens.poll(LIMIT_SECONDS, TimeUnit.SECONDS); screen != null; screen = screens
                .poll(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            if (screen.contains(text)) {
                return screen;
            }
            last = screen;
        }
        throw new AssertionError("'" + text + "' was never on the screen; the last was\n" + last);
    }

    void awaitsEnd() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        assertThat(thread.isAlive()).as("the watch is still there").isFalse();
    }

    /// What it leaves behind.
    String left() {
        return left;
    }

    @Override
    public void close() throws InterruptedException {
        events.add(new WatchEvent.End());
        awaitsEnd();
    }

    private final class Recorder implements Screen {
        @Override
        public void show(List<String> lines) {
            screens.add(String.join("\n", lines) + "\n");
        }

        @Override
        public void leave(List<String> lines) {
            left = String.join("\n", lines);
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public boolean isPaper() {
            return isPaper;
        }

        @Override
        public Paint paint() {
            return Paint.PLAIN;
        }
    }
}
