package workbook.testkit;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tells a thread of the answer that goes round and round from one that waits, at the test's limit.
///
/// The JVM calls both RUNNABLE: who waits in a native read of a socket, and who counts. So a thread goes round only if it
/// takes processor time, and if in several looks at its stack it stood in no input, socket or channel.
final class Spin {
    private static final int LOOKS = 8;
    private static final int MILLIS_BETWEEN = 10;
    private static final int MOST_LOOKS = 40;
    /// A lock is none of them: who waits for one is not RUNNABLE.
    private static final List<String> WAITS = List.of("java.net.", "sun.net.", "sun.nio.ch.", "sun.nio.fs.",
            "java.nio.channels.", "java.lang.Process", "java.io.RandomAccessFile", "workbook.kit.",
            "workbook.testkit.ObservedInput");

    private Spin() {}

    /// The mistake of a thread that is busy, with the line of its loop; none if it waits, or nobody can tell.
    static Optional<String> likely(Thread thread) {
        return loop(thread).map(frame -> "it goes round and round at " + frame.getFileName() + ":"
                + frame.getLineNumber() + ": nothing ends that loop");
    }

    private static Optional<StackTraceElement> loop(Thread thread) {
        var looks = new ArrayList<StackTraceElement[]>();
        var before = processorTime(thread);
        try {
            // On a busy machine its turn may be a while in coming.
            while (looks.size() < LOOKS || processorTime(thread) == before && looks.size() < MOST_LOOKS) {
                var stack = thread.getStackTrace();
                if (thread.getState() != Thread.State.RUNNABLE || Frames.ofAnswer(stack).isEmpty() || waits(stack)) {
                    return Optional.empty();
                }
                looks.add(stack);
                thread.join(MILLIS_BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return processorTime(thread) > before ? around(looks) : Optional.empty();
    }

    private static long processorTime(Thread thread) {
        var threads = ManagementFactory.getThreadMXBean();
        return threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(thread.threadId()) : -1;
    }

    /// Whether what the answer has called may wait, for bytes or for another thread.
    private static boolean waits(StackTraceElement[] stack) {
        return Arrays.stream(stack).takeWhile(frame -> !Frames.isAnswer(frame)).anyMatch(Spin::waits);
    }

    private static boolean waits(StackTraceElement frame) {
        var name = frame.getClassName();
        var isInput = name.startsWith("java.io.") && (name.contains("Input") || name.endsWith("Reader"));
        return isInput || WAITS.stream().anyMatch(name::startsWith);
    }

    /// The innermost place of the answer's that every look has in common; of several lines in it the first.
    private static Optional<StackTraceElement> around(List<StackTraceElement[]> looks) {
        var common = Optional.<StackTraceElement>empty();
        var depths = looks.stream().mapToInt(stack -> stack.length).min().orElse(0);
        for (var depth = 1; depth <= depths; depth++) {
            var fromBelow = depth;
            var frames = looks.stream().map(stack -> stack[stack.length - fromBelow]).toList();
            var isSame = frames.stream().map(Spin::method).distinct().count() == 1;
            if (isSame && Frames.isAnswer(frames.getFirst())) {
                common = frames.stream().min((a, b) -> Integer.compare(a.getLineNumber(), b.getLineNumber()));
            }
            if (!isSame || frames.stream().distinct().count() > 1) {
                break;
            }
        }
        return common;
    }

    private static String method(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }
}
