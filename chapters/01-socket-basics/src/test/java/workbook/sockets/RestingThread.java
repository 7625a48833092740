package workbook.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import workbook.testkit.Deadline;

/// Tells a thread that stands still from one that is busy.
///
/// It stands still if it uses no processor time for a while and, where the system tells, does not want any: on a
/// loaded machine a busy thread may have to wait for its turn.
final class RestingThread implements AutoCloseable {
    private static final long SAMPLE_MILLIS = 15;
    private static final int SAMPLES = 3;
    private static final Duration TOO_MUCH = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean busy;

    /// Completed when the thread stands still, or has been busy for too long.
    CompletableFuture<Void> over() {
        return over;
    }

    boolean wasBusy() {
        return busy;
    }

    /// From now on, the calling thread.
    void watch() {
        var watched = Thread.currentThread().threadId();
        var stat = statOfThisThread();
        Thread.ofPlatform().daemon().name("testkit watch").start(() -> follow(watched, stat));
    }

    /// `/proc/self/task/4711/stat` on Linux; a path that is not there elsewhere.
    private static Path statOfThisThread() {
        try {
            return Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self"))).resolve("stat");
        } catch (IOException e) {
            return Path.of("/proc/none");
        }
    }

    private void follow(long watched, Path stat) {
        var deadline = Deadline.in(LONGEST);
        var began = threads.getThreadCpuTime(watched);
        var last = began;
        var still = 0;
        try {
            while (still < SAMPLES && last - began < TOO_MUCH.toNanos() && !deadline.isOver()) {
                if (closed.await(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                var now = threads.getThreadCpuTime(watched);
                still = now == last && !wantsToRun(stat) ? still + 1 : 0;
                last = now;
            }
            busy = still < SAMPLES;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.complete(null);
        }
    }

    /// The state stands behind the name, which is in brackets: `4711 (your code) R …`.
    private static boolean wantsToRun(Path stat) {
        try {
            return Files.readString(stat, US_ASCII).contains(") R ");
        } catch (IOException e) {
            // Not Linux, or the thread has ended.
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
