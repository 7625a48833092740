package workbook.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workbook.engine.worker.Message;
import workbook.testkit.Report;

/// Has one exercise's tests run by workers: by one, or by a fresh one for the rest when a test took its worker with it.
final class TestSession {
    private static final int MOST_WORKERS = 4;
    private static final Duration STARTING = Duration.ofSeconds(30);

    private final WorkerPool pool;
    private final Run run;
    private final Message.RunTests order;
    private final boolean reusesWorkers;
    private final Cancellation cancellation;
    private final long until;
    private final List<Message.PlannedTest> planned = new ArrayList<>();
    private final List<Message.TestEnd> ends = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private final StringBuilder printed = new StringBuilder();
    private String network = "host";
    private String reason = "";
    private String trouble = "";

    TestSession(WorkerPool pool, Run run, Message.RunTests order, boolean reusesWorkers,
            Cancellation cancellation) {
        this.pool = pool;
        this.run = run;
        this.order = order;
        this.reusesWorkers = reusesWorkers;
        this.cancellation = cancellation;
        this.until = System.nanoTime() + STARTING.plus(run.limit().multipliedBy(6)).toNanos();
    }

    /// @param first the worker to begin with
    TestsRun run(WorkerProcess first) throws IOException, InterruptedException {
        var worker = first;
        for (var used = 1;; used++) {
            cancellation.concerns(worker);
            var watch = new WorkerWatch(worker, run.limit(), until);
            var isSane = watch.run(order(), this::heard);
            printed.append(worker.printed().text());
            network = watch.network();
            reason = watch.reason();
            if (isSane && watch.isClean() && reusesWorkers) {
                pool.giveBack(worker, run.network());
            } else if (isSane) {
                pool.discard(worker);
            } else {
                // What hangs, or fills the memory, is not to run on beside the tests that are left.
                worker.kill();
            }
            cancellation.check();
            trouble = watch.trouble();
            if (isSane || !trouble.isEmpty() || isEnough(used)) {
                break;
            }
            worker = pool.take(run.network());
        }
        return new TestsRun(planned, ends, network, reason, printed.toString(), trouble);
    }

    private boolean isEnough(int used) {
        var isOver = ends.stream()
                .filter(end -> planned.stream()
                        .noneMatch(test -> test.isWitness() && test.method().equals(end.method())))
                .anyMatch(end -> order.until().isReached(end.ending()));
        return remaining().isEmpty() || used == MOST_WORKERS || System.nanoTime() > until
                || isOver;
    }

    private List<String> remaining() {
        return planned.stream().map(Message.PlannedTest::method).filter(method -> !begun.contains(method)).toList();
    }

    private Message.RunTests order() {
        return new Message.RunTests(order.testClass(), planned.isEmpty() ? order.methods() : remaining(),
                order.classFolders(), order.answerFiles(), order.seed(), order.limitMillis(), order.answerInProcess(),
                order.answerClassPath(), order.capture(), order.until(), order.marker());
    }

    private void heard(Message message) {
        switch (message) {
            case Message.Planned plan -> planned.addAll(planned.isEmpty() ? plan.tests() : List.of());
            case Message.Started started -> begun.add(started.method());
            case Message.Finished finished -> {
                begun.add(finished.end().method());
                ends.add(finished.end());
            }
            case Message.Died died -> ends.add(died.end());
            default -> {
            }
        }
    }

    static Message.TestEnd end(String method, Message.Ending ending, Report report, String file, int line) {
        return new Message.TestEnd(method, "", ending, 0, report, file, line, true, "");
    }

    static Optional<String> signal(int status) {
        return switch (status - 128) {
            case 4 -> Optional.of("SIGILL");
            case 6 -> Optional.of("SIGABRT");
            case 7 -> Optional.of("SIGBUS");
            case 8 -> Optional.of("SIGFPE");
            case 9 -> Optional.of("SIGKILL");
            case 11 -> Optional.of("SIGSEGV");
            case 15 -> Optional.of("SIGTERM");
            default -> status > 128 && status < 160 ? Optional.of("signal " + (status - 128)) : Optional.empty();
        };
    }
}
