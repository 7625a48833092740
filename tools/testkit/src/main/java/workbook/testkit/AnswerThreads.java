package workbook.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/// The threads that a test's answer has started, told from those of the JVM, JUnit and the testkit.
final class AnswerThreads {
    private AnswerThreads() {}

    /// Every platform thread that lives now.
    static Set<Thread> snapshot() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    /// Where the threads stand, one a line, the given one first: `your code: in InputStream.read, called at X.java:3`.
    static String standing(Thread first, StackTraceElement[] stack) {
        var lines = new ArrayList<String>();
        lines.add(name(first) + ": " + Frames.standing(stack));
        since(TestScope.current().threads()).stream()
                .filter(thread -> thread != first)
                .map(thread -> name(thread) + ": " + Frames.standing(thread.getStackTrace()))
                .forEach(lines::add);
        if (lines.size() > 1 && Frames.ofAnswer(stack).isEmpty()) {
            // The test waits for the answer, which stands elsewhere.
            lines.removeFirst();
        }
        return String.join("\n", lines);
    }

    private static String name(Thread thread) {
        return thread.getName().startsWith("junit-") ? "test" : thread.getName();
    }

    /// Threads that live now, did not then, and are nobody's but the answer's.
    static Set<Thread> since(Set<Thread> before) {
        var now = new TreeSet<Thread>(Comparator.comparingLong(Thread::threadId));
        Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive() && !isOurs(thread))
                .forEach(now::add);
        return now;
    }

    private static boolean isOurs(Thread thread) {
        var name = thread.getName();
        var isCalledLikeOurs = name.startsWith("testkit ") || name.startsWith("junit-") || name.startsWith("surefire-")
        // Ends by itself, some time after pcap4j's last call.
                || name.equals("JNA Cleaner");
        return thread == Thread.currentThread() || isOfJdk(thread) || isCalledLikeOurs && !isBegunByAnswer(thread);
    }

    /// Whether the code that it began with is the answer's: a name is nothing to go by.
    private static boolean isBegunByAnswer(Thread thread) {
        var stack = thread.getStackTrace();
        for (var at = stack.length - 1; at >= 0; at--) {
            if (!stack[at].getClassName().startsWith("java.")) {
                return Frames.isAnswer(stack[at]);
            }
        }
        return false;
    }

    /// What the JDK starts once and keeps: carriers, pollers and timers of virtual threads, cleaners, the common pool.
    private static boolean isOfJdk(Thread thread) {
        var type = thread.getClass().getName();
        return type.startsWith("jdk.internal.") || type.equals("java.util.concurrent.DelayScheduler")
                || thread.getName().startsWith("ForkJoinPool.commonPool") || thread.getName().equals("Attach Listener");
    }
}
