package workbook.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import workbook.engine.worker.Message;

/// Runs an exercise's tests on some sources: the one thing that the command line, the grader and the self-check ask.
///
/// Compiles in this JVM and runs in another, which is thrown away afterwards.
public final class Engine implements AutoCloseable {
    private static final int SEEDS = 1_000_000;

    private final WorkerCommand command;
    private final WorkerPool pool;
    private final Compiler compiler;
    private final ErrorLog log;
    private final boolean reusesWorkers;
    private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();

    private Engine(Path root, List<Path> classPath, WorkerCache cache, boolean reusesWorkers) throws IOException {
        this.command = new WorkerCommand(root, classPath, cache);
        this.pool = new WorkerPool(command);
        this.compiler = new Compiler(classPath);
        this.log = new ErrorLog(root.resolve(".workbook", "log"));
        this.reusesWorkers = reusesWorkers;
    }

    /// For the workbook below a folder. Every run gets a worker of its own.
    public static Engine open(Path root) throws IOException {
        return open(root, false);
    }

    /// Uses a worker again in which a run left nothing: for answers that are known, and many of them.
    public static Engine reusingWorkers(Path root) throws IOException {
        return open(root, true);
    }

    private static Engine open(Path root, boolean reusesWorkers) throws IOException {
        var classPath = WorkerClassPath.find();
        return new Engine(root, classPath, WorkerCache.of(classPath), reusesWorkers);
    }

    /// Has a worker run once and keep what it has loaded and linked, so that those after it start in a fraction of the
    /// time. Where that was done before, or cannot be done, nothing happens.
    public static void rehearse(Path root, Run run) throws IOException {
        var classPath = WorkerClassPath.find();
        var cache = WorkerCache.missing(classPath);
        if (cache.isPresent()) {
            try (var engine = new Engine(root, classPath, cache.get(), false)) {
                engine.run(run);
            }
        }
    }

    /// Starts workers, in the background, for runs to come, which are then done sooner.
    ///
    /// @param count how many are to wait
    public void prepare(Run.Network network, int count) {
        pool.prepare(network, count);
    }

    /// Ends the runs that are going on at this moment: their workers are killed, and whoever waits for an outcome gets a
    /// [CancellationException] instead.
    public void cancel() {
        running.forEach(Cancellation::cancel);
    }

    /// Runs all tests of an exercise. Whatever happens is an outcome, never an exception, unless it is [#cancel()].
    public Outcome run(Run run) {
        return run(run, List.of(), Message.Until.END);
    }

    /// Runs the tests of an exercise up to the first core test that hangs or takes its JVM with it: what follows would
    /// cost as much again, and the first is the one to mend.
    public Outcome runToFirstLoss(Run run) {
        return run(run, List.of(), Message.Until.LOSS);
    }

    /// Runs the tests of an exercise up to the first core test that fails.
    public Outcome runToFirstFailure(Run run) {
        return run(run, List.of(), Message.Until.FAILURE);
    }

    /// Runs one test of an exercise and no other.
    public Outcome runOnly(Run run, String method) {
        return run(run, List.of(method), Message.Until.END);
    }

    private Outcome run(Run run, List<String> methods, Message.Until until) {
        var verdict = new Verdict(run, seed(run), log);
        var cancellation = new Cancellation();
        running.add(cancellation);
        try (var output = TemporaryFolder.create()) {
            var outcome = run(run, methods, until, verdict, output.path(), cancellation);
            cancellation.check();
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return verdict.broke("the run was interrupted", List.of());
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Whatever a killed worker brought about.
            cancellation.check();
            return verdict.broke(ErrorLog.trace(e), List.of());
        } finally {
            running.remove(cancellation);
        }
    }

    private Outcome run(Run run, List<String> methods, Message.Until until, Verdict verdict, Path output,
            Cancellation cancellation) throws IOException, InterruptedException {
        // Starts while the compiler works.
        var worker = pool.take(run.network());
        var isHandedOver = false;
        try {
            switch (compiler.compile(run, output)) {
                case Compilation.Refused refused -> {
                    return verdict.refused(refused);
                }
                case Compilation.Compiled compiled -> {
                    isHandedOver = true;
                    var order = order(run, compiled, methods, verdict.seed(), until);
                    var tests = new TestSession(pool, run, order, reusesWorkers, cancellation).run(worker);
                    return verdict.of(tests, compiled, command.line(Path.of("…")));
                }
            }
        } finally {
            if (!isHandedOver) {
                pool.giveBack(worker, run.network());
            }
        }
    }

    private static long seed(Run run) {
        return run.seed().orElseGet(() -> (long) ThreadLocalRandom.current().nextInt(1, SEEDS));
    }

    private Message.RunTests order(Run run, Compilation.Compiled compiled, List<String> methods, long seed,
            Message.Until until) {
        var answerClassPath = compiled.answerClasses() + File.pathSeparator + command.classPathText();
        return new Message.RunTests(compiled.testClass(), methods,
                List.of(compiled.testClasses().toString(), compiled.answerClasses().toString()),
                compiled.answers().stream().map(file -> file.getFileName().toString()).toList(), seed,
                run.limit().toMillis(), run.answerInProcess(), answerClassPath, run.capture().map(Path::toString),
                until, WorkerProcess.MARKER + UUID.randomUUID());
    }

    static Map<String, Path> byName(List<Path> files) {
        return files.stream()
                .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file,
                        (one, two) -> one));
    }

    /// Ends the workers that wait.
    @Override
    public void close() throws IOException {
        pool.close();
        compiler.close();
    }
}
