package workbook.engine.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Tells the engine what JUnit does, as it does it.
final class TestEvents implements TestExecutionListener {
    static final String LIMIT = "junit.jupiter.execution.timeout.default";
    private static final TestTag WITNESS = TestTag.create("witness");
    private static final long GRACE_MILLIS = 100;

    private final Wire wire;
    private final TestEnds ends;
    private final Set<Thread> threadsBefore;
    private final Message.Until until;
    private final Runnable stop;
    private final PrintedByTest printed;
    private final PacketsOfTest packets = new PacketsOfTest();
    private final Map<String, Long> begun = new HashMap<>();
    private long limitMillis;
    private boolean isClean = true;
    private boolean isStopped;
    private Optional<TestIdentifier> running = Optional.empty();

    /// @param stop called after the last test
    TestEvents(Wire wire, TestEnds ends, Set<Thread> threadsBefore, Message.Until until, Runnable stop,
            PrintedByTest printed) {
        this.wire = wire;
        this.ends = ends;
        this.threadsBefore = threadsBefore;
        this.until = until;
        this.stop = stop;
        this.printed = printed;
    }

    /// Whether nothing was seen that leaves traces in the JVM.
    boolean isClean() {
        return isClean;
    }

    /// The error left JUnit itself, as an exhausted memory does.
    void died(VirtualMachineError error) {
        isClean = false;
        var end = ends.failed(running.map(TestEvents::method).orElse(""), "", error, 0);
        send(running.isPresent() ? new Message.Finished(end) : new Message.Died(end));
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        limitMillis = plan.getConfigurationParameters()
                .get(LIMIT)
                .map(text -> Long.parseLong(text.split(" ")[0]))
                .orElseThrow();
        var planned = new ArrayList<Message.PlannedTest>();
        plan.getRoots().forEach(root -> collect(plan, root, planned));
        send(new Message.Planned(planned));
    }

    private static void collect(TestPlan plan, TestIdentifier test, List<Message.PlannedTest> planned) {
        if (test.getSource().orElse(null) instanceof MethodSource) {
            planned.add(new Message.PlannedTest(method(test), test.getTags().contains(WITNESS)));
        } else {
            plan.getChildren(test).forEach(child -> collect(plan, child, planned));
        }
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), System.nanoTime());
        if (test.isTest()) {
            running = Optional.of(test);
            printed.begin();
            packets.begin();
            send(new Message.Started(method(test), limit(test)));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var thrown = result.getThrowable();
        if (test.isTest() || thrown.isPresent()) {
            var millis = Duration.ofNanos(System.nanoTime() - begun.getOrDefault(test.getUniqueId(), System.nanoTime()))
                    .toMillis();
            var end = end(test, thrown, millis);
            send(new Message.Finished(end));
            stopAfter(test, end);
        }
        running = Optional.empty();
    }

    private Message.TestEnd end(TestIdentifier test, Optional<Throwable> thrown, long millis) {
        var display = test.getParentIdObject().isPresent() && test.getUniqueId().contains("-invocation:")
                || test.getUniqueId().contains("[dynamic-") ? test.getDisplayName() : "";
        if (thrown.isEmpty()) {
            return ends.passed(method(test), display, millis);
        }
        var failed = ends.failed(method(test), display, thrown.get(), millis).with("printed", printed.text());
        var end = failed.ending() == Message.Ending.NOT_RUN ? failed : failed.with("wire", packets.words());
        return end.ending() == Message.Ending.HUNG
                ? ends.stuck(end, LiveThreads.left(threadsBefore, GRACE_MILLIS))
                : end;
    }

    private void stopAfter(TestIdentifier test, Message.TestEnd end) {
        isClean &= end.ending() == Message.Ending.PASSED || end.ending() == Message.Ending.NOT_RUN
                || end.ending() == Message.Ending.FAILED;
        if (until.isReached(end.ending()) && !test.getTags().contains(WITNESS)) {
            isStopped = true;
            stop.run();
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (!isStopped && test.getSource().orElse(null) instanceof MethodSource) {
            send(new Message.Finished(ends.skipped(method(test), reason)));
        }
    }

    private long limit(TestIdentifier test) {
        return test.getSource()
                .map(source -> source instanceof MethodSource method ? method.getJavaMethod() : null)
                .flatMap((Method method) -> AnnotationSupport.findAnnotation(method, Timeout.class))
                .map(timeout -> timeout.unit().toMillis(timeout.value()))
                .orElse(limitMillis);
    }

    private static String method(TestIdentifier test) {
        return switch (test.getSource().orElse(null)) {
            case MethodSource method -> method.getMethodName();
            case ClassSource type -> type.getClassName();
            case null, default -> test.getDisplayName();
        };
    }

    private void send(Message message) {
        try {
            wire.send(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
