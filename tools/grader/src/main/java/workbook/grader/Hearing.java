package workbook.grader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workbook.engine.worker.Message;

/// What one runner says of one order, and whether it may say it there: the plan first, and it is the expected one; then
/// each test begins before it ends, one at a time; then the end.
///
/// Nothing that a runner says is more than a claim until this has agreed.
final class Hearing {
    /// More classes and containers have no exercise's tests.
    private static final int MOST_UNPLANNED = 100;

    private final Optional<List<Message.PlannedTest>> expected;
    private List<Message.PlannedTest> planned = List.of();
    private final Map<String, List<Message.TestEnd>> ends = new LinkedHashMap<>();
    private Optional<Message.Started> running = Optional.empty();
    private Optional<Message.Exiting> exiting = Optional.empty();
    private Optional<Message.TestEnd> died = Optional.empty();
    private int unplanned;
    private boolean isPlanned;
    private boolean isDone;

    /// @param expected the tests that were asked for; empty when the instructor's reference is asked which there are
    Hearing(Optional<List<Message.PlannedTest>> expected) {
        this.expected = expected;
    }

    /// @throws Tampering if it cannot be true
    void hear(Message message) throws Tampering {
        require(!isDone, "something after its end");
        switch (message) {
            case Message.Planned plan -> plan(plan);
            case Message.Started started -> start(started);
            case Message.Finished finished -> finish(finished.end());
            case Message.Exiting said -> exiting = Optional.of(said);
            case Message.Died said -> died = Optional.of(said.end());
            case Message.Done ignored -> {
                require(isPlanned, "an end without a plan");
                isDone = true;
            }
            case Message.Threads ignored -> {
                // An answer to a question that came too late.
            }
            case Message.Broke broke -> throw new Tampering("that it broke: " + broke.trace());
            default -> throw new Tampering("what only the grader says");
        }
    }

    private void plan(Message.Planned plan) throws Tampering {
        require(!isPlanned, "a second plan");
        require(expected.isEmpty() || expected.get().equals(plan.tests()), "another plan than the exercise's");
        planned = plan.tests();
        isPlanned = true;
    }

    private void start(Message.Started started) throws Tampering {
        require(isPlanned && running.isEmpty(), "a beginning where none can be");
        require(isPlannedTest(started.method()), "the beginning of a test that is not planned");
        running = Optional.of(started);
    }

    private void finish(Message.TestEnd end) throws Tampering {
        var isOfRunning = running.map(each -> each.method().equals(end.method())).orElse(false);
        var hasPassed = end.ending() == Message.Ending.PASSED;
        // A class or a container that fails before its tests has an end and no beginning; a pass never has.
        require(isPlanned && (isOfRunning || !hasPassed), "the end of a test that had not begun");
        require(isPlannedTest(end.method()) || !hasPassed && ++unplanned < MOST_UNPLANNED,
                "the end of a test that is not planned");
        ends.computeIfAbsent(end.method(), method -> new ArrayList<>()).add(end);
        running = Optional.empty();
    }

    private boolean isPlannedTest(String method) {
        return planned.stream().anyMatch(test -> test.method().equals(method));
    }

    private static void require(boolean condition, String otherwise) throws Tampering {
        if (!condition) {
            throw new Tampering(otherwise);
        }
    }

    List<Message.PlannedTest> planned() {
        return planned;
    }

    boolean isPlanned() {
        return isPlanned;
    }

    boolean isDone() {
        return isDone;
    }

    /// By method: one with several inputs has several ends.
    Map<String, List<Message.TestEnd>> ends() {
        return ends;
    }

    Optional<Message.Started> running() {
        return running;
    }

    /// Who is ending the JVM, if somebody said so.
    Optional<Message.Exiting> exiting() {
        return exiting;
    }

    /// An error that no test caught.
    Optional<Message.TestEnd> died() {
        return died;
    }
}
