package workbook.grader;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import workbook.engine.Exercise;
import workbook.engine.Folders;
import workbook.engine.Run;
import workbook.engine.worker.Message;
import workbook.grader.sandbox.ModuleJar;
import workbook.grader.sandbox.RunnerOptions;
import workbook.grader.sandbox.RunnerProcess;
import workbook.grader.sandbox.SandboxedProcess;
import workbook.testkit.Hung;
import workbook.testkit.Report;

/// Runs the tests of one exercise on one answer: in one sandbox, or in a fresh one for the rest when a test took its JVM
/// with it.
final class Trial {
    /// A test's own limit comes first; this is for what does not heed it.
    private static final Duration GRACE = Duration.ofMillis(2_000);
    private static final Duration PLANNING = Duration.ofSeconds(20);
    private static final Duration SHORTLY = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /// After so many that hang, or end their JVM, the tests that are left are not asked any more.
    private static final int MOST_LOSSES = 3;
    /// Each costs its whole limit.
    private static final int MOST_HUNG = 2;
    /// What is lost if the JVM ends behind the last test.
    static final String AFTER_ALL = "the end of all tests";

    private final Material material;
    private final Map<String, byte[]> answer;
    private final Optional<Manifest> manifest;
    private final long seed;
    private final ExerciseSandboxes sandboxes;
    private final Map<String, List<Message.TestEnd>> ends = new LinkedHashMap<>();
    private final Map<String, TestResult> lost = new LinkedHashMap<>();
    private final long until = System.nanoTime() + LONGEST.toNanos();
    private List<Message.PlannedTest> planned = List.of();
    private int losses;

    /// @param answer   its classes, by their names in a jar
    /// @param manifest empty when it is the reference that runs, and says which tests there are
    Trial(Material material, Map<String, byte[]> answer, Optional<Manifest> manifest, long seed,
            ExerciseSandboxes sandboxes) {
        this.material = material;
        this.answer = answer;
        this.manifest = manifest;
        this.seed = seed;
        this.sandboxes = sandboxes;
    }

    /// All tests that were planned, once it has run.
    List<Message.PlannedTest> planned() {
        return planned;
    }

    /// What became of each test that began.
    Map<String, List<Message.TestEnd>> ends() {
        return ends;
    }

    /// What became of tests that took their JVM with them.
    Map<String, TestResult> lost() {
        return lost;
    }

    /// @throws Tampering   if the answer reached for its verdict
    /// @throws IOException if a sandbox failed before anything of the answer was loaded
    void run() throws IOException, InterruptedException, Tampering {
        while (true) {
            boolean isWhole;
            try (var runner = sandboxes.startRunner()) {
                isWhole = isProcess() ? runBeside(runner, remaining()) : run(runner, remaining(), answer);
            }
            if (isWhole || remaining().isEmpty() || ++losses >= MOST_LOSSES || System.nanoTime() > until) {
                return;
            }
        }
    }

    private boolean isProcess() {
        return material.exercise().judge() == Exercise.Judge.PROCESS;
    }

    /// The answer has sandboxes of its own, and nothing of it is in the runner's.
    private boolean runBeside(RunnerProcess runner, List<String> methods)
            throws IOException, InterruptedException, Tampering {
        var whole = new TreeMap<>(material.given());
        whole.putAll(answer);
        var room = sandboxes.room();
        try {
            ModuleJar.write(room.resolve("answer.jar"), whole);
            try (var _ = sandboxes.startAnswers(runner, room.resolve("answer.jar"))) {
                return run(runner, methods, Map.of());
            }
        } finally {
            Folders.delete(room);
        }
    }

    private List<String> remaining() {
        return planned.stream()
                .map(Message.PlannedTest::method)
                .filter(method -> !ends.containsKey(method) && !lost.containsKey(method))
                .toList();
    }

    /// @param methods to run; all if empty
    /// @param inside  classes of the answer that the tests are to find in their own JVM
    /// @return whether the runner did all that it was told
    private boolean run(RunnerProcess runner, List<String> methods, Map<String, byte[]> inside)
            throws IOException, InterruptedException, Tampering {
        var canary = Canary.draw(material.packageName());
        var jar = new TreeMap<>(material.given());
        jar.putAll(inside);
        jar.put(canary.entry(), canary.bytes());
        var file = runner.room().resolve("answer.jar");
        ModuleJar.write(file, jar);
        runner.awaitReady();
        var hearing = new Hearing(manifest.map(each -> methods.isEmpty() ? each.planned() : each.only(methods)));
        runner.send(order(material.testClass(), methods, seed));
        var isWhole = hear(runner, hearing, Run.LIMIT);
        planned = planned.isEmpty() ? hearing.planned() : planned;
        if (!isWhole) {
            hearing.running().ifPresent(started -> hearing.ends().remove(started.method()));
            // A pass counts where the test that must fail has failed behind it: these run once more.
            hearing.ends().forEach((method, each) -> {
                if (each.stream().anyMatch(end -> end.ending() != Message.Ending.PASSED)) {
                    ends.put(method, each);
                }
            });
            lose(runner, hearing);
            return false;
        }
        var last = new Hearing(Optional.of(canary.plan()));
        runner.send(order(canary.name(), List.of(), canary.seed()));
        if (hear(runner, last, Run.LIMIT)) {
            canary.check(last);
            ends.putAll(hearing.ends());
            return true;
        }
        // It ended, or hung, with its work done: nothing of this JVM is believed, and there is nothing left to ask.
        lost.put(AFTER_ALL, reason(AFTER_ALL, runner.process().status(SHORTLY), runner, last));
        losses = MOST_LOSSES;
        return false;
    }

    private Message.RunTests order(String testClass, List<String> methods, long drawn) {
        var answerJar = RunnerProcess.ROOM + "/answer.jar";
        return new Message.RunTests(testClass, methods, List.of(material.testsJar(), answerJar),
                material.exercise().stubs().stream().map(stub -> stub.getFileName().toString()).toList(), drawn,
                Run.LIMIT.toMillis(), isProcess(), answerJar + File.pathSeparator + sandboxes.libraries(),
                Optional.empty(),
                Message.Until.END, "");
    }

    /// @return whether all was said
    private boolean hear(RunnerProcess runner, Hearing hearing, Duration limit)
            throws InterruptedException, Tampering {
        while (true) {
            var silence = hearing.running()
                    .map(test -> Duration.ofMillis(Math.min(test.limitMillis(), LONGEST.toMillis())))
                    .orElse(hearing.isPlanned() ? limit : PLANNING)
                    .plus(GRACE);
            switch (runner.next(silence).orElse(null)) {
                case null -> {
                    return false;
                }
                case RunnerProcess.Event.Ended ended -> {
                    if (ended.isForged()) {
                        throw new Tampering("a frame without the run's seal");
                    }
                    return false;
                }
                case RunnerProcess.Event.Said said -> {
                    hearing.hear(said.message());
                    if (hearing.isDone()) {
                        return true;
                    }
                    if (isStuck(said.message()) || hung(hearing) >= MOST_HUNG) {
                        return false;
                    }
                }
            }
        }
    }

    private static long hung(Hearing hearing) {
        return hearing.ends()
                .values()
                .stream()
                .flatMap(List::stream)
                .filter(end -> end.ending() == Message.Ending.HUNG)
                .count();
    }

    /// A test that hangs leaves a thread behind: what follows would run beside it.
    private static boolean isStuck(Message message) {
        return message instanceof Message.Finished(Message.TestEnd end) && end.ending() == Message.Ending.HUNG
                && end.isStuck();
    }

    /// The JVM is gone, or of no use any more: whose fault that was, and what it was.
    private void lose(RunnerProcess runner, Hearing hearing) throws InterruptedException, IOException {
        var status = runner.process().status(SHORTLY);
        if (!hearing.isPlanned() && status.isPresent() && !runner.process().hasFlooded()
                && !runner.process().hasOutgrown()
                && status.get() != RunnerOptions.OUT_OF_MEMORY) {
            throw new IOException("the sandbox's JVM ended with status " + status.get() + " before its first test: "
                    + runner.process().printed().strip());
        }
        if (hung(hearing) >= MOST_HUNG
                || hearing.ends().values().stream().flatMap(List::stream).anyMatch(end -> end.isStuck())) {
            // Those tests have ends of their own.
            return;
        }
        var method = hearing.running()
                .map(Message.Started::method)
                .or(() -> remaining().stream().filter(each -> !hearing.ends().containsKey(each)).findFirst())
                .orElse(AFTER_ALL);
        lost.put(method, reason(method, status, runner, hearing));
    }

    private static TestResult reason(String method, Optional<Integer> status, RunnerProcess runner, Hearing hearing) {
        if (runner.process().hasFlooded()) {
            return new TestResult(method, Verdict.OUTPUT_LIMIT, Report.empty()
                    .with(Report.YOU, "printed more than " + (RunnerProcess.MOST_PRINTED >> 20) + " MB"));
        }
        if (runner.process().hasOutgrown()) {
            return new TestResult(method, Verdict.MEMORY_LIMIT, Report.empty()
                    .with(Report.YOU, "used up the memory of " + (SandboxedProcess.MOST_MEMORY >> 20)
                            + " MB that all processes together may have"));
        }
        if (status.isEmpty()) {
            return new TestResult(method, Verdict.TIMEOUT, Report.empty()
                    .with(Report.YOU, "had not come to an end, and did not heed an interrupt")
                    .with(Hung.LIMIT, Run.LIMIT.toSeconds() + " s"));
        }
        if (hearing.exiting().isPresent()) {
            return new TestResult(method, Verdict.CRASHED, Report.empty()
                    .with(Report.YOU, "ended the JVM with System.exit, " + hearing.exiting().get().stack()));
        }
        return switch (status.get()) {
            case RunnerOptions.OUT_OF_MEMORY -> new TestResult(method, Verdict.MEMORY_LIMIT, Report.empty()
                    .with(Report.YOU, "used up the memory of " + RunnerOptions.HEAP_MEGABYTES + " MB"));
            // SIGXCPU, SIGKILL after it: signal(7).
            case 128 + 24 -> new TestResult(method, Verdict.TIMEOUT, Report.empty()
                    .with(Report.YOU, "used up the processor time"));
            default -> new TestResult(method, Verdict.CRASHED, Report.empty()
                    .with(Report.YOU, "ended the JVM with status " + status.get()));
        };
    }
}
