package workbook.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workbook.testkit.Deadline;
import workbook.testkit.Eventually;

/// The threads that a room has started, virtual ones too, and how often they were awake.
final class RoomThreads {
    private static final Pattern THREAD = Pattern.compile("^#(\\d+) \"(.*?)\" .*$", Pattern.MULTILINE);
    private static final Pattern WAITS = Pattern.compile("^voluntary_ctxt_switches:\\s*(\\d+)$", Pattern.MULTILINE);
    private static final String CARRIER = "ForkJoinPool-1-";
    /// The test's own, and what the JDK starts when it is first needed, and keeps.
    private static final Pattern OTHERS = Pattern.compile("(testkit |junit-|your code|surefire-|ForkJoinPool|"
            + "VirtualThread-|Common-Cleaner|process reaper|Attach Listener|DelayScheduler|Notification Thread).*|.*Poller.*");

    private final Set<Long> before = dump().keySet();
    private final List<Path> tasksBefore = tasks();

    /// Threads that there are now are not the room's.
    static RoomThreads watch() {
        return new RoomThreads();
    }

    /// Those that there are now, by name or number.
    List<String> names() {
        var now = dump();
        now.keySet().removeAll(before);
        return List.copyOf(now.values());
    }

    /// From a dump of all threads, because no other call knows of the virtual ones.
    private static Map<Long, String> dump() {
        try {
            var folder = Files.createTempDirectory("workbook-threads");
            var file = folder.resolve("dump");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                var threads = new LinkedHashMap<Long, String>();
                THREAD.matcher(Files.readString(file, UTF_8))
                        .results()
                        .filter(thread -> !OTHERS.matcher(thread.group(2)).matches())
                        .forEach(thread -> threads.put(Long.parseLong(thread.group(1)),
                                thread.group(2).isEmpty() ? "#" + thread.group(1) : thread.group(2)));
                return threads;
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How often a thread has waited, and how long it has run.
    record Awake(long waits, Duration running) {
        Awake since(Awake earlier) {
            return new Awake(waits - earlier.waits, running.minus(earlier.running));
        }

        Awake and(Awake other) {
            return new Awake(waits + other.waits, running.plus(other.running));
        }
    }

    /// Watches them for so long. What carries virtual threads is the room's, too, if it was started with it.
    Awake during(Duration time) {
        return during(time, tasksOfTheRoom());
    }

    private static Awake during(Duration time, List<Path> tasks) {
        var first = awake(tasks);
        LockSupport.parkNanos(time.toNanos());
        return awake(tasks).since(first);
    }

    /// Until they have nothing to do, or for a while.
    void awaitSleep() {
        var tasks = tasksOfTheRoom();
        Eventually.holds(() -> during(Duration.ofMillis(10), tasks).equals(new Awake(0, Duration.ZERO)),
                Deadline.in(Duration.ofMillis(300)));
    }

    private List<Path> tasksOfTheRoom() {
        var names = new ArrayList<>(names());
        names.add(CARRIER);
        var tasks = new ArrayList<>(tasks());
        tasks.removeAll(tasksBefore);
        tasks.removeIf(task -> {
            // The kernel keeps fifteen characters of a name; a thread without one it calls as its process.
            var name = text(task.resolve("comm")).strip();
            return name.isEmpty() || names.stream().noneMatch(room -> room.startsWith("#") || room.startsWith(name));
        });
        return tasks;
    }

    private static List<Path> tasks() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.toList();
        } catch (IOException e) {
            // No /proc: nobody counts.
            return List.of();
        }
    }

    /// The kernel's own figures: whoever has given up the processor of itself has to be woken again.
    private static Awake awake(List<Path> tasks) {
        return tasks.stream().map(task -> {
            var waits = WAITS.matcher(text(task.resolve("status")));
            var nanos = text(task.resolve("schedstat")).split(" ")[0];
            return new Awake(waits.find() ? Long.parseLong(waits.group(1)) : 0,
                    Duration.ofNanos(nanos.isBlank() ? 0 : Long.parseLong(nanos)));
        }).reduce(new Awake(0, Duration.ZERO), Awake::and);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            // That thread has ended.
            return "";
        }
    }
}
