package workbook.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import workbook.engine.worker.Message;
import workbook.testkit.Hung;
import workbook.testkit.Report;

/// Watches one worker run tests: how long each takes, and what it means when the worker falls silent or ends.
final class WorkerWatch {
    private static final Duration STARTING = Duration.ofSeconds(30);
    /// A test's own limit comes first; this is for what does not heed it.
    private static final Duration GRACE = Duration.ofMillis(1500);
    private static final Duration SHORTLY = Duration.ofMillis(500);
    /// Long enough for a JVM that many threads keep busy.
    private static final Duration LOOKING_ROUND = Duration.ofSeconds(4);

    private final WorkerProcess worker;
    private final Duration limit;
    private final long until;
    private Consumer<Message> listener = message -> {};
    private Optional<Message.Started> running = Optional.empty();
    private Optional<Message.Exiting> exiting = Optional.empty();
    private boolean hasBegun;
    private boolean isClean;
    private String trouble = "";

    /// @param until when the whole run must be over, by [System#nanoTime()]
    WorkerWatch(WorkerProcess worker, Duration limit, long until) {
        this.worker = worker;
        this.limit = limit;
        this.until = until;
    }

    String network() {
        return worker.hello().map(Message.Hello::network).orElse("host");
    }

    String reason() {
        return worker.hello().map(Message.Hello::reason).orElse("");
    }

    /// Whether the worker may be used again.
    boolean isClean() {
        return isClean;
    }

    /// The workbook's own failure, or empty.
    String trouble() {
        return trouble;
    }

    /// @param heard gets what the worker says of its tests, and what the watch concludes of them
    /// @return whether the worker did all that it was told
    boolean run(Message.RunTests order, Consumer<Message> heard) throws IOException, InterruptedException {
        listener = heard;
        if (!awaitHello()) {
            return false;
        }
        worker.printed().clear();
        worker.send(order);
        while (true) {
            var event = worker.next(longestSilence());
            switch (event.orElse(null)) {
                case null -> {
                    return silent();
                }
                case WorkerProcess.Event.Ended ended -> {
                    return ended(ended.how());
                }
                case WorkerProcess.Event.Said said -> {
                    if (isLast(said.message())) {
                        worker.printed().await(order.marker(), SHORTLY);
                        return said.message() instanceof Message.Done;
                    }
                }
            }
        }
    }

    private boolean awaitHello() throws InterruptedException {
        if (worker.hello().isPresent()) {
            return true;
        }
        return switch (worker.next(STARTING).orElse(null)) {
            case WorkerProcess.Event.Said said -> greeted(said.message());
            case WorkerProcess.Event.Ended ended -> ended(ended.how());
            case null -> troubled("it did not answer within " + STARTING.toSeconds() + " s");
        };
    }

    private boolean greeted(Message message) {
        return switch (message) {
            case Message.Hello hello -> {
                worker.greeted(hello);
                yield true;
            }
            case Message.Broke broke -> troubled(broke.trace());
            default -> troubled("it began with " + message);
        };
    }

    private boolean troubled(String what) {
        trouble = what;
        return false;
    }

    private Duration longestSilence() {
        var own = running.map(test -> Duration.ofMillis(test.limitMillis()))
                .orElse(hasBegun ? limit : STARTING)
                .plus(GRACE);
        var rest = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        return own.compareTo(rest) < 0 ? own : rest;
    }

    private boolean isLast(Message message) {
        listener.accept(message);
        switch (message) {
            case Message.Planned ignored -> hasBegun = true;
            case Message.Started started -> running = Optional.of(started);
            case Message.Finished finished -> {
                running = Optional.empty();
                return finished.end().ending() == Message.Ending.HUNG && finished.end().isStuck();
            }
            case Message.Exiting said -> exiting = Optional.of(said);
            case Message.Done done -> {
                isClean = done.isClean();
                return true;
            }
            case Message.Broke broke -> {
                trouble = broke.trace();
                return true;
            }
            default -> {
            }
        }
        return false;
    }

    /// Neither a result nor an end: the test hangs where nothing inside its JVM can interrupt it.
    private boolean silent() throws IOException, InterruptedException {
        if (!hasBegun) {
            return troubled("it did not begin within " + STARTING.toSeconds() + " s");
        }
        worker.send(new Message.AskThreads());
        var threads = threads();
        var report = Report.empty()
                .with(Report.YOU, "did not return within " + seconds(running
                        .map(test -> Duration.ofMillis(test.limitMillis()))
                        .orElse(limit)) + ", and did not heed an interrupt");
        if (!threads.threads().isEmpty()) {
            report = report.with(Hung.STOOD, threads.threads()
                    .stream()
                    .map(thread -> thread.name() + ": " + thread.place())
                    .collect(Collectors.joining("\n")));
        } else {
            report = report.with(Report.LIKELY,
                    "it started so many threads, and they are so busy, that nobody could ask"
                            + " them where they stand");
        }
        var own = threads.threads().stream().filter(thread -> !thread.file().isEmpty()).findFirst();
        listener.accept(new Message.Finished(TestSession.end(method(), Message.Ending.HUNG, report,
                own.map(Message.ThreadPlace::file).orElse(""), own.map(Message.ThreadPlace::line).orElse(0))));
        return false;
    }

    private Message.Threads threads() throws InterruptedException {
        for (var event = worker.next(LOOKING_ROUND); event.isPresent(); event = worker.next(LOOKING_ROUND)) {
            if (event.get() instanceof WorkerProcess.Event.Ended) {
                break;
            }
            if (event.get() instanceof WorkerProcess.Event.Said said
                    && said.message() instanceof Message.Threads threads) {
                return threads;
            }
        }
        return new Message.Threads(List.of());
    }

    private boolean ended(String how) throws InterruptedException {
        var status = worker.status(SHORTLY.multipliedBy(4));
        worker.printed().awaitEnd(SHORTLY);
        if (!hasBegun && exiting.isEmpty()) {
            return troubled(
                    "it ended" + status.map(each -> " with status " + each).orElse("") + " before its first test "
                            + how);
        }
        var report = Report.empty().with(Report.YOU, end(status));
        report = report.with(Report.LIKELY, exiting.isPresent()
                ? "System.exit ends everything, the caller too; return, or throw an exception, instead"
                : "Runtime.halt, a signal or native code ended the JVM at once");
        listener.accept(new Message.Finished(TestSession.end(method(), Message.Ending.CRASHED, report,
                exiting.map(Message.Exiting::file).orElse(""), exiting.map(Message.Exiting::line).orElse(0))));
        return false;
    }

    private String end(Optional<Integer> status) {
        if (exiting.isPresent()) {
            return "called System.exit" + status.map(each -> "(" + each + ")").orElse("")
                    + (exiting.get().file().isEmpty()
                            ? ", " + exiting.get().stack()
                            : " at " + exiting.get().file() + ":" + exiting.get().line());
        }
        var signal = status.flatMap(TestSession::signal);
        return signal.map(name -> "died of " + name)
                .orElse("ended the JVM without a word" + status.map(each -> ", exit status " + each).orElse(""));
    }

    private String method() {
        return running.map(Message.Started::method).orElse("");
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
