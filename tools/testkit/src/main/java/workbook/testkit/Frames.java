package workbook.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which places of a stack are the answer's own, and how a report names them.
final class Frames {
    private static final List<String> OTHERS = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.junit.",
            "org.assertj.", "org.opentest4j.", "workbook.testkit.", "workbook.kit.", "workbook.engine.");

    private Frames() {}

    /// The innermost place of the answer's: in none of the JDK, the tests and the tools.
    static Optional<StackTraceElement> ofAnswer(StackTraceElement[] stack) {
        return Arrays.stream(stack).filter(Frames::isAnswer).findFirst();
    }

    static boolean isAnswer(StackTraceElement frame) {
        var file = Optional.ofNullable(frame.getFileName()).orElse("");
        return !file.isEmpty() && !file.endsWith("Test.java")
                && OTHERS.stream().noneMatch(frame.getClassName()::startsWith);
    }

    /// ` at RecvExactly.java:23`, or nothing if the answer has no part in it.
    static String at(StackTraceElement[] stack) {
        return ofAnswer(stack).map(frame -> " at " + place(frame)).orElse("");
    }

    private static String place(StackTraceElement frame) {
        return frame.getFileName() + ":" + frame.getLineNumber();
    }

    /// `in InputStream.read, called at RecvExactly.java:23`.
    static String standing(StackTraceElement[] stack) {
        var own = ofAnswer(stack);
        if (own.isEmpty()) {
            return stack.length == 0 ? "nowhere: it has ended" : "in " + method(stack[0]);
        }
        var index = Arrays.asList(stack).indexOf(own.get());
        return index == 0
                ? "in " + method(own.get()) + " at " + place(own.get())
                : "in " + method(stack[index - 1]) + ", called at " + place(own.get());
    }

    private static String method(StackTraceElement frame) {
        if (frame.getClassName().equals(ObservedInput.class.getName())) {
            return "InputStream." + frame.getMethodName();
        }
        return frame.getClassName().replaceFirst(".*[.$]", "") + "." + frame.getMethodName();
    }
}
