package workbook.engine.worker;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the answer's own places in stacks.
///
/// @param answerFiles names of the answer's source files
record Stacks(Set<String> answerFiles) {
    private static final int LONGEST_TRACE = 20_000;

    /// The innermost frame that stands in one of the answer's files.
    Optional<StackTraceElement> own(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> frame.getFileName() != null && answerFiles.contains(frame.getFileName()))
                .filter(frame -> frame.getLineNumber() > 0)
                .findFirst();
    }

    /// The innermost frame of the answer in what was thrown first, or in what that became.
    Optional<StackTraceElement> own(Throwable thrown) {
        return chain(thrown).reversed().stream().flatMap(each -> own(each.getStackTrace()).stream()).findFirst();
    }

    /// What was thrown and its causes, outermost first.
    static List<Throwable> chain(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var chain = new ArrayList<Throwable>();
        for (var each = thrown; each != null && seen.add(each); each = each.getCause()) {
            chain.add(each);
            for (var suppressed : each.getSuppressed()) {
                if (seen.add(suppressed)) {
                    chain.add(suppressed);
                }
            }
        }
        return chain;
    }

    static <T extends Throwable> Optional<T> find(Class<T> type, Throwable thrown) {
        return chain(thrown).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().substring(0, Math.min(text.toString().length(), LONGEST_TRACE));
    }

    /// `InputStream.read, called at RecvExactly.java:23`.
    String place(StackTraceElement[] stack) {
        if (stack.length == 0) {
            return "ended";
        }
        var own = own(stack);
        if (own.isEmpty()) {
            return "in " + method(stack[0]);
        }
        var at = own.get().getFileName() + ":" + own.get().getLineNumber();
        var index = Arrays.asList(stack).indexOf(own.get());
        return index == 0 ? "at " + at : "in " + method(stack[index - 1]) + ", called at " + at;
    }

    private static String method(StackTraceElement frame) {
        return frame.getClassName().replaceFirst(".*[.$]", "") + "." + frame.getMethodName();
    }
}
