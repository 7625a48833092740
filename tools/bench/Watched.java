import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A real `./workbook` that watches, in a pseudo-terminal that `script` of util-linux makes.
final class Watched implements AutoCloseable {
    static final int ROWS = 50;
    static final int COLUMNS = 100;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Process process;
    private final Glass glass = new Glass(ROWS, COLUMNS);
    private long changed = System.nanoTime();

    Watched(Path workbook, Map<String, String> environment) throws IOException {
        var inside = "stty rows " + ROWS + " cols " + COLUMNS + "; exec ./workbook";
        var builder = new ProcessBuilder("script", "-q", "-e", "-f", "-c", inside, "/dev/null")
                .directory(workbook.toFile())
                .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().remove("NO_COLOR");
        builder.environment().putAll(environment);
        process = builder.start();
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        var buffer = new byte[8192];
        try (var in = process.getInputStream()) {
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (glass) {
                    changed = System.nanoTime();
                    glass.write(buffer, count);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until a line of the screen matches.
    ///
    /// @return when what made it match arrived, by [System#nanoTime()]
    long await(Pattern line) throws InterruptedException {
        var until = System.nanoTime() + LONGEST.toNanos();
        synchronized (glass) {
            while (glass.lines().stream().noneMatch(each -> line.matcher(each).find())) {
                var rest = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (rest <= 0 || !process.isAlive()) {
                    throw new IllegalStateException("no line of the screen came to match " + line + ":\n"
                            + String.join("\n", glass.lines()));
                }
                glass.wait(Math.min(rest, 1000));
            }
            return changed;
        }
    }

    /// The watch and all that it started, its workers too.
    List<ProcessHandle> processes() {
        return process.descendants().toList();
    }

    private void press(char key) throws IOException {
        process.getOutputStream().write(String.valueOf(key).getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        var all = processes();
        press('q');
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            all.forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
