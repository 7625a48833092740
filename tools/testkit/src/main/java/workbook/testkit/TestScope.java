package workbook.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The test that is running: one at a time in a JVM, because tests that share a network must not run beside each
/// other.
///
/// @param name     `RecvExactlyTest.leaves_the_surplus_unread`
/// @param limit    its time limit
/// @param deadline when its own waits must end, so that it can say what it waited for
/// @param last     when its report must be complete
/// @param threads  those that lived before it
record TestScope(String name, Duration limit, Deadline deadline, Deadline last, Set<Thread> threads) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static volatile Optional<TestScope> running = Optional.empty();

    private static TestScope of(String name, Duration limit) {
        // What a busy machine needs to write a report, before JUnit's own limit cuts it off.
        var margin = Duration.ofMillis(Math.max(limit.toMillis() / 10, Math.min(300, limit.toMillis() / 3)));
        return new TestScope(name, limit, Deadline.in(limit.minus(margin)),
                Deadline.in(limit.minus(margin.dividedBy(2))), AnswerThreads.snapshot());
    }

    /// The running test; outside of one, a nameless one that begins now.
    static TestScope current() {
        return running.orElseGet(() -> of("", LIMIT));
    }

    static void begin(String name, Duration limit) {
        running = Optional.of(of(name, limit));
        Seed.begin();
    }

    static void end() {
        running = Optional.empty();
    }
}
