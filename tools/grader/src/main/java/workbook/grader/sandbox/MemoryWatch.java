package workbook.grader.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Looks, several times a second, at what the processes of a sandbox hold in memory together: limits of setrlimit(2) are for
/// one process each, and an answer may start many.
final class MemoryWatch {
    private static final long PAUSE_MILLIS = 100;
    private static final String RESIDENT = "VmRSS:";
    private static final ScheduledExecutorService LOOKING = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("grader-memory").factory());

    private MemoryWatch() {}

    /// Until the process ends.
    ///
    /// @param most     bytes; what several processes share is counted for each
    /// @param outgrown runs if they hold more
    static void begin(Process process, long most, Runnable outgrown) {
        var looking = LOOKING.scheduleWithFixedDelay(() -> {
            if (held(process) > most) {
                outgrown.run();
            }
        }, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        process.onExit().thenRun(() -> looking.cancel(false));
    }

    private static long held(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(each -> resident(each.pid()))
                .sum();
    }

    /// See proc_pid_status(5).
    private static long resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))
                    .stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
                    .sum();
        } catch (IOException | NumberFormatException e) {
            // It has ended.
            return 0;
        }
    }
}
