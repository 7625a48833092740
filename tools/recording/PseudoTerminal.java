import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jline.utils.ScreenTerminal;

/// A program on a pseudo-terminal of 80 by 24, and what its screen shows. The pseudo-terminal is made by script(1) of
/// util-linux; the screen is JLine's.
final class PseudoTerminal implements AutoCloseable {
    static final int COLUMNS = 80;
    static final int ROWS = 24;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long QUIET_MILLIS = 400;

    private final Process process;
    private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
    private final Object change = new Object();
    private long changes;

    private PseudoTerminal(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("screen").start(this::read);
    }

    static PseudoTerminal start(Path folder, List<String> command) throws IOException {
        var inside = "stty rows " + ROWS + " cols " + COLUMNS + "; exec " + String.join(" ", command);
        var builder = new ProcessBuilder("script", "--quiet", "--echo", "never", "--command", inside, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().remove("NO_COLOR");
        return new PseudoTerminal(builder.start());
    }

    private void read() {
        var buffer = new char[8192];
        try (var reader = new InputStreamReader(process.getInputStream(), UTF_8)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                synchronized (change) {
                    screen.write(new String(buffer, 0, count));
                    changes++;
                    change.notifyAll();
                }
            }
        } catch (IOException e) {
            // The program has ended.
        }
    }

    void press(char key) throws IOException {
        process.getOutputStream().write(key);
        process.getOutputStream().flush();
    }

    /// Waits until the screen shows one of these.
    void await(String... words) throws InterruptedException {
        var until = System.nanoTime() + LIMIT.toNanos();
        synchronized (change) {
            while (Stream.of(words).noneMatch(text()::contains)) {
                var left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    throw new IllegalStateException("never shown: " + String.join(" or ", words) + "\n" + text());
                }
                change.wait(left);
            }
        }
    }

    /// Waits until the screen shows this, and films every picture on the way in the time that it stood.
    void filmUntil(Film film, String words) throws InterruptedException {
        var until = System.nanoTime() + LIMIT.toNanos();
        synchronized (change) {
            var since = System.nanoTime();
            var picture = screen();
            while (!text().contains(words)) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("never shown: " + words + "\n" + text());
                }
                change.wait(100);
                if (!screen().equals(picture)) {
                    film.show(picture, Duration.ofNanos(System.nanoTime() - since));
                    picture = screen();
                    since = System.nanoTime();
                }
            }
        }
    }

    void awaitQuiet() throws InterruptedException {
        synchronized (change) {
            for (var before = -1L; before != changes;) {
                before = changes;
                change.wait(QUIET_MILLIS);
            }
        }
    }

    private String text() {
        return screen().stream().map(Line::text).reduce("", (above, line) -> above + line + "\n");
    }

    List<Line> screen() {
        synchronized (change) {
            var cells = new long[ROWS * COLUMNS];
            screen.dump(cells, new int[2]);
            return Stream.iterate(0, row -> row < ROWS, row -> row + 1)
                    .map(row -> Line.of(cells, row * COLUMNS, COLUMNS))
                    .toList();
        }
    }

    @Override
    public void close() throws Exception {
        press('q');
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroy();
        }
    }
}
