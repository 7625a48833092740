package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import workbook.cli.program.ProgramClasses;
import workbook.cli.program.ProgramSources;
import workbook.engine.Outcome;
import workbook.engine.Run;
import workbook.engine.State;
import workbook.engine.TestOutcome;
import workbook.kit.Todo;
import workbook.testkit.Report;

/// A small workbook in a folder of its own, and commands run in it. Its exercises are never really run: each ends as the
/// test says.
public final class Fixture {
    static final String README = """
            = Talking
            :topic: talking
            :package: workbook.talk

            == First words

            [#say-hello]
            [exercise,points=5,level=core,minutes=5,aim="say hello",judge=inside]
            .Say hello
            ====
            Make `SayHello.word` return a greeting.

            .Hint
            [%collapsible]
            =====
            What do people say?
            =====

            .Hint
            [%collapsible]
            =====
            They say hello.
            =====
            ====

            == Last words

            [#say-bye]
            [exercise,points=10,level=core,minutes=20,aim="take leave",after=say-hello,judge=inside]
            .Say bye
            ====
            Make `SayBye.word` take leave.

            .Hint
            [%collapsible]
            =====
            It rhymes with sky.
            =====
            ====
            """;

    private final Path root;
    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    private final Map<String, State> states = new HashMap<>();
    private final Set<String> notWritten = new HashSet<>();
    private final List<Run> runs = Collections.synchronizedList(new ArrayList<>());
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private String out = "";
    private String err = "";

    public Fixture(Path root) throws IOException {
        this.root = root;
        write("chapters/01-talking/README.adoc", README);
        for (var name : List.of("SayHello", "SayBye")) {
            write("chapters/01-talking/src/main/java/workbook/talk/" + name + ".java", stub(name));
            write("chapters/01-talking/src/test/java/workbook/talk/" + name + "Test.java",
                    "class " + name + "Test {}\n");
            write("solutions/01-talking/src/main/java/workbook/talk/" + name + ".java",
                    "package workbook.talk;\n\nclass " + name + " {\n    static String word() {\n"
                            + "        return \"good word\";\n    }\n}\n");
        }
    }

    private Fixture(Path root, Map<String, State> states) {
        this.root = root;
        this.states.putAll(states);
    }

    /// A workbook that is there already.
    static Fixture existing(Path root) {
        return new Fixture(root, Map.of());
    }

    private static String stub(String name) {
        return """
                package workbook.talk;

                class %s {
                    static String word() {
                        throw todo("say it");
                    }

                    private static Error todo(String what) {
                        return new Error(what);
                    }
                }
                """.formatted(name);
    }

    public String readme() {
        return README;
    }

    public Path root() {
        return root;
    }

    Path write(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, UTF_8);
    }

    public Path stubFile(String className) {
        return root.resolve("chapters/01-talking/src/main/java/workbook/talk/" + className + ".java");
    }

    /// A program of this name that does what the shell script says.
    Path program(String name, String script) throws IOException {
        var file = write("bin/" + name, "#!/bin/sh\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
        return file;
    }

    void environment(String name, String value) {
        environment.put(name, value);
    }

    /// From now on checks of this exercise end so.
    public void ends(String id, State state) {
        states.put(id, state);
        notWritten.remove(id);
    }

    /// From now on checks of this exercise meet a stub in which nothing is written yet.
    void isNotWritten(String id) {
        states.put(id, State.WRONG);
        notWritten.add(id);
    }

    /// From now on no check ends before the returned latch is opened.
    public CountDownLatch holdChecks() {
        gate = new CountDownLatch(1);
        return gate;
    }

    public List<Run> runs() {
        return runs;
    }

    int run(String... arguments) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        var console = Console.plain(new PrintStream(outBytes, true, UTF_8), new PrintStream(errBytes, true, UTF_8));
        var exitCode = Main.run(setup(console), arguments);
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return exitCode;
    }

    Setup setup(Console console) {
        return new Setup(root, console, environment, FakeRunner::new);
    }

    public Workbook workbook() throws IOException {
        return Workbook.open(setup(Console.plain(System.out, System.err)));
    }

    public Checker checker(Workbook workbook) {
        return new Checker(workbook, FakeRunner::new);
    }

    public Checker checker(Workbook workbook, Supplier<Runner> runners) {
        return new Checker(workbook, runners);
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }

    Map<String, Object> jsonObject() throws IOException {
        return JSON.std.mapFrom(out);
    }

    List<Object> jsonList() throws IOException {
        return JSON.std.listFrom(out);
    }

    private final class FakeRunner implements Runner {
        private volatile boolean isCancelled;

        @Override
        public Outcome runOnly(Run run, String method) {
            return run(run);
        }

        @Override
        public Outcome run(Run run) {
            runs.add(run);
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (isCancelled) {
                isCancelled = false;
                throw new CancellationException();
            }
            var exercise = run.exercise();
            var state = states.getOrDefault(exercise.id(), State.WRONG);
            var report = report(exercise.id(), state);
            var test = new TestOutcome("says it", "says_it", TestOutcome.Kind.CORE, testState(state),
                    Duration.ofMillis(12), report, "", 0);
            var witness = new TestOutcome("nc hears it", "nc_hears_it", TestOutcome.Kind.WITNESS,
                    TestOutcome.State.NOT_RUN, Duration.ZERO, Report.empty().with("reason", "nc is missing"), "", 0);
            // A pass takes no longer than it does here, or a save before it would look like one during it.
            var took = Duration.ofMillis(state == State.SOLVED ? 0 : 34);
            return new Outcome(exercise, state, "private", took, run.seed().orElse(4711L),
                    List.of(test, witness), report, Optional.of(exercise.stubs().getFirst()), 5, "", run.lent());
        }

        private Report report(String id, State state) {
            if (state == State.SOLVED) {
                return Report.empty();
            }
            return notWritten.contains(id)
                    ? Report.empty().with(Report.YOU, Report.notWritten("say it"))
                    : Report.empty()
                            .with(Report.EXPECTED, "\"hello\"")
                            .with(Report.BUT_WAS, "\"\"")
                            .with(Report.LIKELY, "nothing was said");
        }

        private static TestOutcome.State testState(State state) {
            return switch (state) {
                case SOLVED -> TestOutcome.State.PASSED;
                case HUNG -> TestOutcome.State.HUNG;
                case NOT_RUN -> TestOutcome.State.NOT_RUN;
                default -> TestOutcome.State.FAILED;
            };
        }

        @Override
        public void prepare() {}

        /// Ends a check that is held.
        @Override
        public void cancel() {
            isCancelled = true;
            gate.countDown();
        }

        @Override
        public void close() {}
    }

    /// The classes of a chapter's program, compiled now unless they were before: `./workbook run` finds them.
    static Path programClasses(Path root, String topic, boolean withSolution) throws IOException {
        var console = Console.plain(new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(OutputStream.nullOutputStream()));
        var workbook = Workbook.open(new Setup(root, console, Map.of(), () -> {
            throw new IllegalStateException("nothing is checked here");
        }));
        var sources = ProgramSources.of(workbook, workbook.chapterNamed(topic), withSolution);
        return new ProgramClasses(workbook, List.of(place(Todo.class))).of(sources);
    }

    private static Path place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Text of a file, for assertions.
    static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
