package workbook.testkit;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/// What holds for every test of an exercise, without a word in it; JUnit finds this by itself.
///
///   - A test that reaches its limit is [Hung], with the places where the answer's threads stand. A deadline of the
///     testkit's own ends first and says more; this is for code that waits outside of it.
///   - A test that passed and left a thread or a socket behind fails with a report that names it ([Leaks]).
///   - An answer that overflows the stack or exhausts the memory in the test's own thread is [Crashed], and the next
///     test runs. Against `System.exit` nothing helps inside the JVM: whoever started it sees it end.
///   - With `-Dworkbook.strict=true` a test that could not run is an error, because an aborted test counts as green
///     elsewhere.
public final class WorkbookExtension
        implements
            BeforeEachCallback,
            AfterEachCallback,
            InvocationInterceptor,
            PreInterruptCallback,
            TestExecutionExceptionHandler {

    /// The property that makes a test that could not run an error.
    public static final String STRICT = "workbook.strict";

    private static final String LIMIT = "junit.jupiter.execution.timeout.default";
    private static final ExtensionContext.Namespace MINE = ExtensionContext.Namespace.create(WorkbookExtension.class);
    private static final Pattern DURATION = Pattern.compile("(\\d+) ?(ns|μs|ms|s|m|h|d)?");

    /// Where the threads stood when the limit was reached.
    private record Standing(String lines, StackTraceElement[] stack, Optional<String> likely) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        TestScope.begin(name(context), limit(context));
        mine(context).put(Leaks.class, Leaks.watch());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            if (context.getExecutionException().isEmpty() && !leaksAreJudgedElsewhere(context)) {
                mine(context).get(Leaks.class, Leaks.class).failOnAny();
            }
        } finally {
            TestScope.end();
        }
    }

    @Override
    public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        AnnotationSupport.findAnnotation(method.getExecutable(), Witness.class)
                .ifPresent(witness -> Program.named(witness.value()));
        try {
            invocation.proceed();
        } catch (StackOverflowError | OutOfMemoryError e) {
            // Must not reach JUnit, which gives up the whole run for lack of memory.
            var what = e instanceof OutOfMemoryError ? "ran out of memory" : "overflowed its stack";
            throw new Crashed(Report.empty().with(Report.YOU, what + Frames.at(e.getStackTrace())), e);
        }
    }

    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
        var thread = interrupt.getThreadToInterrupt();
        var stack = thread.getStackTrace();
        mine(context).put(Standing.class, new Standing(AnswerThreads.standing(thread, stack), stack,
                Spin.likely(thread)));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        if (thrown instanceof TimeoutException) {
            throw hung(context);
        }
        if (thrown instanceof TestAbortedException && isStrict(context)) {
            throw new AssertionError("not run, and " + STRICT + "=true makes that an error: " + thrown.getMessage(),
                    thrown);
        }
        throw thrown;
    }

    private static Hung hung(ExtensionContext context) {
        var standing = Optional.ofNullable(mine(context).get(Standing.class, Standing.class))
                .orElse(new Standing("unknown", new StackTraceElement[0], Optional.empty()));
        var report = Report.empty()
                .with(Report.YOU, "had not come to an end")
                .with(Hung.LIMIT, Hung.limitOfTest())
                .with(Hung.STOOD, standing.lines());
        var whole = standing.likely().map(mistake -> report.with(Report.LIKELY, mistake)).orElse(report);
        return new Hung(Seed.addTo(whole), standing.stack());
    }

    private static boolean isStrict(ExtensionContext context) {
        return context.getConfigurationParameter(STRICT).map(Boolean::parseBoolean).orElse(Boolean.getBoolean(STRICT));
    }

    private static boolean leaksAreJudgedElsewhere(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), LeaksAreJudgedBy.class)
                .filter(judge -> !judge.value().equals(context.getRequiredTestMethod().getName()))
                .isPresent();
    }

    private static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "." + context.getRequiredTestMethod().getName();
    }

    /// The limit that JUnit itself will apply.
    private static Duration limit(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Timeout.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Timeout.class))
                .map(timeout -> Duration.of(timeout.value(), timeout.unit().toChronoUnit()))
                .or(() -> context.getConfigurationParameter(LIMIT).flatMap(WorkbookExtension::duration))
                .orElse(Duration.ofSeconds(5));
    }

    private static Optional<Duration> duration(String text) {
        var match = DURATION.matcher(text.toLowerCase(Locale.ROOT).strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var value = Long.parseLong(match.group(1));
        return Optional.of(switch (Optional.ofNullable(match.group(2)).orElse("s")) {
            case "ns" -> Duration.ofNanos(value);
            case "μs" -> Duration.ofNanos(value * 1000);
            case "ms" -> Duration.ofMillis(value);
            case "m" -> Duration.ofMinutes(value);
            case "h" -> Duration.ofHours(value);
            case "d" -> Duration.ofDays(value);
            default -> Duration.ofSeconds(value);
        });
    }

    private static ExtensionContext.Store mine(ExtensionContext context) {
        return context.getStore(MINE);
    }
}
