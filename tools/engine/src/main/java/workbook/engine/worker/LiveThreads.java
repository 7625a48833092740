package workbook.engine.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The threads of this JVM that are not the worker's own.
final class LiveThreads {
    private static final Set<String> OURS = Set.of("main", "workbook-orders", "workbook-exit", "DestroyJavaVM");
    private static final int MOST = 20;

    private LiveThreads() {}

    /// Where each stands, those in the answer's code first; the others only if there are none.
    static Message.Threads list(Stacks stacks) {
        var inAnswer = new ArrayList<Message.ThreadPlace>();
        var others = new ArrayList<Message.ThreadPlace>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            var own = stacks.own(stack);
            var place = new Message.ThreadPlace(thread.getName(), stacks.place(stack),
                    own.map(StackTraceElement::getFileName).orElse(""),
                    own.map(StackTraceElement::getLineNumber).orElse(0));
            if (own.isPresent()) {
                inAnswer.add(place);
            } else if (isForeign(thread)) {
                others.add(place);
            }
        });
        return new Message.Threads(together(inAnswer.isEmpty() ? others : inAnswer));
    }

    /// Threads that stand in the same place share a line: `Thread-0 and 199 more`.
    static List<Message.ThreadPlace> together(List<Message.ThreadPlace> places) {
        var byPlace = places.stream()
                .collect(Collectors.groupingBy(Message.ThreadPlace::place, LinkedHashMap::new, Collectors.toList()));
        return byPlace.values().stream().limit(MOST).map(same -> {
            var first = same.getFirst();
            var more = same.size() == 1 ? "" : " and " + (same.size() - 1) + " more";
            return new Message.ThreadPlace(first.name() + more, first.place(), first.file(), first.line());
        }).toList();
    }

    private static boolean isForeign(Thread thread) {
        var group = thread.getThreadGroup();
        var isSystem = group == null || group.getName().equals("system")
                || group.getName().equals("InnocuousThreadGroup");
        return !isSystem && !OURS.contains(thread.getName());
    }

    /// All that are alive now.
    static Set<Thread> now() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    /// Those that came after, once they have had a moment to end.
    static List<Thread> left(Set<Thread> before, long graceMillis) {
        var until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
        for (var thread : now()) {
            var rest = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (!before.contains(thread) && isForeign(thread) && rest > 0) {
                await(thread, rest);
            }
        }
        return now().stream().filter(thread -> !before.contains(thread) && isForeign(thread)).toList();
    }

    private static void await(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The stack of the thread that called `System.exit`, if one did.
    static Optional<StackTraceElement[]> exiting() {
        return Thread.getAllStackTraces().values().stream().filter(LiveThreads::callsExit).findFirst();
    }

    private static boolean callsExit(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(
                        frame -> frame.getClassName().equals("java.lang.Runtime")
                                && frame.getMethodName().equals("exit"));
    }
}
