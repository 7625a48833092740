package workbook.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workbook.engine.Exercise;

/// Grades a class: its tool first, which is no part of a first start, then the answers.
@Command(name = "grade", description = {"Grade a folder of submissions, each in a sandbox of its own.",
        "A submission is a folder, or a .zip, .tar, .tar.gz or .tgz file, by the name of its student. Results stand in"
                + " results.jsonl of the folder that --out names; run the same command again after an interruption, or"
                + " after more was handed in."}, mixinStandardHelpOptions = true, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:every answer has a verdict", "2:what was typed, or a folder that it names, makes no sense",
                        "3:this machine cannot contain strangers' answers, or its disk is full",
                        "4:the grader failed, for some answers at least"})
final class GradeCommand implements Callable<Integer> {
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final Setup setup;

    @Parameters(paramLabel = "SUBMISSIONS", description = "The folder that the submissions are in.")
    private Path submissions = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder for journal and results.")
    private Path out = Path.of("");

    @Option(names = "--jobs", paramLabel = "N", description = "How many answers at once; as many as there are processors if not given.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--only", paramLabel = "ID", split = ",", description = "These exercises alone; together with --chapter, those of both.")
    private List<String> only = List.of();

    @Option(names = "--chapter", paramLabel = "CHAPTER", split = ",", description = "The exercises of these chapters alone.")
    private List<String> chapters = List.of();

    @Option(names = "--trust-submissions", description = "Use no sandbox: answers can do whatever you can.")
    private boolean isTrusted;

    @Option(names = "--restart", description = "Forget the journal, and judge everything again.")
    private boolean isRestart;

    @Option(names = "--quiet", description = "Say only what is wrong with submissions.")
    private boolean isQuiet;

    GradeCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        if (jobs < 1) {
            throw Refusal.usage("--jobs " + jobs + ": at least one answer is judged at a time.");
        }
        var workbook = Workbook.open(setup);
        var wanted = wanted(workbook);
        if (!isQuiet) {
            setup.console().say("Building the grader (the first time it fetches what that needs) …");
        }
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable", "--enable-native-access=ALL-UNNAMED", "-cp", build(), "workbook.grader.Main", "bound",
                "root=" + setup.root(), "submissions=" + submissions.toAbsolutePath().normalize(),
                "out=" + out.toAbsolutePath().normalize(), "jobs=" + jobs));
        if (!wanted.isEmpty()) {
            command.add("only=" + String.join(",", wanted));
        }
        if (setup.console().isInteractive()) {
            command.add("columns=" + setup.console().columns());
        }
        addIf(isTrusted, "trusted", command);
        addIf(isRestart, "restart", command);
        addIf(isQuiet, "quiet", command);
        return run(command);
    }

    private static void addIf(boolean isSo, String word, List<String> command) {
        if (isSo) {
            command.add(word);
        }
    }

    /// The ids to grade; none means all.
    private Set<String> wanted(Workbook workbook) {
        var ids = new LinkedHashSet<String>();
        only.forEach(id -> ids.add(workbook.named(id).id()));
        for (var name : chapters) {
            var chapter = workbook.chapterNamed(name);
            workbook.catalogue().exercises(chapter).stream().map(Exercise::id).forEach(ids::add);
        }
        return ids;
    }

    /// Runs the grader to its end, which comes at once when this process does: nothing is ever written to its input, and
    /// when that closes, it is over.
    private int run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(setup.root().toFile());
        builder.environment().clear();
        builder.environment().putAll(setup.environment());
        var process = builder.start();
        var passing = List.of(Thread.ofPlatform().start(() -> pass(process.getInputStream(), setup.console().out())),
                Thread.ofPlatform().start(() -> pass(process.getErrorStream(), setup.console().err())));
        // Interrupted at the terminal, the grader is so as well: what it says then is still passed on.
        var lastWords = new Thread(() -> join(passing, LAST_WORDS), "grade-last-words");
        Runtime.getRuntime().addShutdownHook(lastWords);
        try {
            for (var each : passing) {
                each.join();
            }
            return process.waitFor();
        } finally {
            process.destroy();
            try {
                Runtime.getRuntime().removeShutdownHook(lastWords);
            } catch (IllegalStateException e) {
                // It runs.
            }
        }
    }

    private static void join(List<Thread> threads, Duration patience) {
        try {
            for (var each : threads) {
                each.join(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Byte by byte as they come: a line of progress has no end.
    private static void pass(InputStream from, PrintStream to) {
        try {
            var bytes = new byte[8192];
            for (var count = from.read(bytes); count >= 0; count = from.read(bytes)) {
                to.write(bytes, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String build() throws IOException {
        var maven = Maven.of(setup);
        var list = Path.of("target", "class-path");
        var lines = new ArrayList<String>();
        var exitCode = setup.programs()
                .run(setup.root(),
                        maven.command("-q", "-Dworkbook.quick", "-pl", "tools/grader", "-am", "-Dmaven.test.skip=true",
                                "package",
                                "dependency:build-classpath", "-DincludeScope=runtime", "-Dmdep.outputFile=" + list),
                        lines::add);
        if (exitCode != 0) {
            lines.forEach(setup.console().err()::println);
            throw Refusal.notReady("The grader could not be built; Maven's words are above.");
        }
        var module = setup.root().resolve("tools/grader/target");
        return module.resolve("grader-1.jar") + File.pathSeparator
                + Files.readString(module.resolve("class-path")).strip();
    }
}
