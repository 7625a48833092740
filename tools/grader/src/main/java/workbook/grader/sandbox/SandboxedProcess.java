package workbook.grader.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What runs in one sandbox, seen from outside. What it prints is for people to read, and never parsed.
public final class SandboxedProcess implements AutoCloseable {
    private static final int KEPT = 64 << 10;
    /// Of all its processes together, in bytes: the tests' JVM, and a few that an answer may start.
    public static final long MOST_MEMORY = 2L << 30;
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final Process process;
    private final long most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;
    private volatile boolean hasFlooded;
    private volatile boolean hasOutgrown;

    SandboxedProcess(Process process, long most) {
        this.process = process;
        this.most = most;
        MemoryWatch.begin(process, MOST_MEMORY, () -> {
            hasOutgrown = true;
            process.destroyForcibly();
        });
        reader = Thread.ofPlatform().daemon().name("grader-output").start(() -> read(process.getInputStream()));
    }

    private void read(InputStream in) {
        var buffer = new byte[8192];
        var sum = 0L;
        try {
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sum += count;
                synchronized (kept) {
                    kept.write(buffer, 0, Math.min(count, KEPT - kept.size()));
                }
                if (sum > most) {
                    hasFlooded = true;
                    process.destroyForcibly();
                    return;
                }
            }
        } catch (IOException e) {
            // It was ended; what it printed before is kept.
        }
    }

    /// Whether it was ended because it printed too much.
    public boolean hasFlooded() {
        return hasFlooded;
    }

    /// Whether it was ended because its processes held too much memory.
    public boolean hasOutgrown() {
        return hasOutgrown;
    }

    /// The beginning of what it printed; all of it, if it was not too much, once it has ended.
    public String printed() {
        synchronized (kept) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }

    /// The exit status, if it ends in time; 128 and the signal's number if a signal ended it.
    public Optional<Integer> status(Duration longest) throws InterruptedException {
        if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        reader.join(Duration.ofSeconds(1));
        return Optional.of(process.exitValue());
    }

    /// Of the process that made the sandbox, and is in its network.
    long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Runs when it has ended.
    public void onEnd(Runnable action) {
        process.onExit().thenRun(action);
    }

    /// Ends it and all that it has started: with its first process the kernel ends every other one of its namespace,
    /// pid_namespaces(7). Waits for that, as long as they hold what they print to.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS);
            reader.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
