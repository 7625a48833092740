package workbook.grader.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workbook.engine.worker.Message;
import workbook.engine.worker.Worker;

/// The runner's cache of loaded and linked classes (JEP 483, 514): with it a runner is ready in half the time.
///
/// A first runner writes it, in a sandbox of its own and before any answer has run anywhere, and it is kept beside the
/// run-time image for the next grading. A runner reads it; nothing but that first one can write it.
public final class RunnerCache {
    private static final String FOLDER = "/aot";
    private static final String NAME = "runner.aot";
    private static final Duration WRITING = Duration.ofMinutes(2);

    private final Path kept;
    private final Stage stage;
    private final RunnerModules modules;
    private Optional<Path> shown = Optional.empty();

    /// @param folder that it is kept in
    public RunnerCache(Path folder, Stage stage, RunnerModules modules) throws IOException {
        this.kept = folder.resolve("runner-" + key(modules) + ".aot");
        this.stage = stage;
        this.modules = modules;
    }

    /// A cache is good for the same JDK, jars and options, and no others.
    private static String key(RunnerModules modules) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((Runtime.version() + " " + RunnerOptions.list() + modules.options())
                    .getBytes(StandardCharsets.UTF_8));
            for (var jar : modules.classPath()) {
                digest.update(Files.readAllBytes(jar));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Finds it, or has it written; where that fails, runners start without it, and later.
    public void prepare(Sandbox sandbox) throws IOException, InterruptedException {
        if (!Files.exists(kept)) {
            write(sandbox);
        }
        if (Files.exists(kept)) {
            var room = stage.room("aot");
            Files.copy(kept, room.resolve(NAME), StandardCopyOption.COPY_ATTRIBUTES);
            shown = Optional.of(room);
        }
    }

    private void write(Sandbox sandbox) throws IOException, InterruptedException {
        var room = stage.writableRoom("aot");
        var options = new ArrayList<>(RunnerOptions.list());
        options.addAll(List.of("-XX:AOTCacheOutput=" + FOLDER + "/" + NAME, "-D" + Worker.EXITS + "=true"));
        try (var runner = RunnerProcess.start(sandbox, modules, options, Map.of(), Map.of(room, FOLDER), false)) {
            runner.awaitReady();
            practise(runner);
            runner.end(WRITING);
        }
        if (Files.exists(room.resolve(NAME))) {
            var ours = Files.createTempFile(kept.getParent(), "runner", ".tmp");
            Files.copy(room.resolve(NAME), ours, StandardCopyOption.REPLACE_EXISTING);
            Files.move(ours, kept, StandardCopyOption.ATOMIC_MOVE);
            Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /// Has it run the worker's own tests, with all that tests of exercises use.
    private static void practise(RunnerProcess runner) throws IOException, InterruptedException {
        runner.send(new Message.RunTests(Worker.PRACTICE, List.of(), List.of(RunnerProcess.ROOM), List.of(), 1, 5_000,
                false, "", Optional.empty(), Message.Until.END, ""));
        var isDone = false;
        while (!isDone) {
            var event = runner.next(Duration.ofSeconds(30));
            isDone = event.isEmpty() || event.get() instanceof RunnerProcess.Event.Ended
                    || event.get() instanceof RunnerProcess.Event.Said(Message.Done ignored);
        }
    }

    /// What a runner's [Cell] has to show of it.
    public Map<Path, String> shown() {
        return shown.map(room -> Map.of(room, FOLDER)).orElse(Map.of());
    }

    /// A runner's options, with it or without.
    public List<String> options() {
        var options = new ArrayList<>(RunnerOptions.list());
        shown.ifPresent(room -> options.add("-XX:AOTCache=" + FOLDER + "/" + NAME));
        return options;
    }
}
