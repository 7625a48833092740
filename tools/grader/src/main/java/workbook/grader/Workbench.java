package workbook.grader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import workbook.engine.Catalogue;
import workbook.engine.Chapter;
import workbook.engine.Exercise;
import workbook.grader.sandbox.AnswerSandboxes;
import workbook.grader.sandbox.RunnerCache;
import workbook.grader.sandbox.RunnerModules;
import workbook.grader.sandbox.RunnerProcess;
import workbook.grader.sandbox.RuntimeImage;
import workbook.grader.sandbox.Sandbox;
import workbook.grader.sandbox.Stage;

/// What all judges of one grading share: the sandboxes' profile, the jars in them, and each exercise's material, made when
/// it is first asked for. For several threads at once.
final class Workbench implements AutoCloseable {
    private final Catalogue catalogue;
    private final Stage stage;
    private final Sandbox runners;
    private final Sandbox compilers;
    private final RunnerModules modules;
    private final RunnerCache classCache;
    private final Path exercises;
    private final String libraries;
    private final Map<String, ChapterClasses> chapters = new HashMap<>();
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    private Workbench(Catalogue catalogue, Stage stage, Path cache) throws IOException, InterruptedException {
        this.catalogue = catalogue;
        this.stage = stage;
        this.modules = new RunnerModules(stage);
        this.runners = new Sandbox(stage, RuntimeImage.in(cache, stage));
        this.classCache = new RunnerCache(cache, stage, modules);
        this.compilers = new Sandbox(stage, Path.of(System.getProperty("java.home")));
        this.exercises = stage.room("exercises");
        this.libraries = modules.insideClassPath();
    }

    /// @param cache a folder of ours for what is the same every time
    static Workbench open(Catalogue catalogue, Path cache) throws InfrastructureException, InterruptedException {
        try {
            var stage = new Stage();
            try {
                var workbench = new Workbench(catalogue, stage, cache);
                workbench.classCache.prepare(workbench.runners);
                return workbench;
            } catch (IOException | InterruptedException | RuntimeException e) {
                stage.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InfrastructureException("the sandbox cannot be prepared: " + e.getMessage(), e);
        }
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Sandbox runners() {
        return runners;
    }

    Sandbox compilers() {
        return compilers;
    }

    RunnerModules modules() {
        return modules;
    }

    /// A compiler for one judge.
    AnswerCompiler compiler() throws InfrastructureException {
        try {
            var shown = new LinkedHashMap<>(modules.shown());
            shown.put(exercises, Material.FOLDER);
            var libraries = new ArrayList<String>();
            for (var jar : modules.classPath()) {
                libraries.add(modules.shown().get(jar.getParent()) + "/" + jar.getFileName());
            }
            return new AnswerCompiler(compilers, shown, libraries);
        } catch (IOException e) {
            throw new InfrastructureException(e.getMessage(), e);
        }
    }

    /// A runner in which an exercise's tests are shown.
    ///
    /// @param packets whether raw sockets may be opened
    RunnerProcess startRunner(Exercise exercise, boolean packets) throws IOException, InterruptedException {
        var tests = exercises.resolve(exercise.id() + "-tests.jar");
        var shown = new LinkedHashMap<>(classCache.shown());
        shown.put(tests, Material.FOLDER + "/" + tests.getFileName());
        var options = new ArrayList<>(classCache.options());
        if (exercise.judge() == Exercise.Judge.PROCESS) {
            options.addAll(AnswerSandboxes.OPTIONS);
        }
        return RunnerProcess.start(runners, modules, options, shown, Map.of(), packets);
    }

    /// Has an answer's own JVMs started beside a runner.
    ///
    /// @param jar the answer, with what it stands on
    AnswerSandboxes startAnswers(Exercise exercise, RunnerProcess runner, Path jar, boolean packets)
            throws IOException {
        var tests = exercises.resolve(exercise.id() + "-tests.jar");
        var inside = Material.FOLDER + "/" + tests.getFileName();
        var shown = new LinkedHashMap<>(modules.shown());
        shown.put(tests, inside);
        return new AnswerSandboxes(runners, runner, jar, inside + ":" + libraries, shown, packets);
    }

    /// The class path of a JVM that a test starts.
    String libraries() {
        return libraries;
    }

    /// An exercise's material, and which tests it has.
    private record Prepared(Material material, Manifest manifest) {}

    /// The material of an exercise, whose reference has passed its tests by then. Two exercises are prepared side by side,
    /// and none twice.
    Material material(Exercise exercise, AnswerCompiler compiler)
            throws InfrastructureException, InterruptedException {
        synchronized (locks.computeIfAbsent(exercise.id(), id -> new Object())) {
            var known = prepared.get(exercise.id());
            if (known == null) {
                known = prepare(exercise, compiler);
                prepared.put(exercise.id(), known);
            }
            return known.material();
        }
    }

    private Prepared prepare(Exercise exercise, AnswerCompiler compiler)
            throws InfrastructureException, InterruptedException {
        try {
            var chapter = catalogue.chapter(exercise);
            var material = Material.of(catalogue, exercise, classes(chapter, compiler), exercises);
            return new Prepared(material, new Calibration(this, material).run());
        } catch (IOException e) {
            throw new InfrastructureException(exercise.id() + ": its tests cannot be prepared: " + e.getMessage(), e);
        }
    }

    Manifest manifest(Material material) {
        return prepared.get(material.exercise().id()).manifest();
    }

    private synchronized ChapterClasses classes(Chapter chapter, AnswerCompiler compiler)
            throws InfrastructureException, InterruptedException, IOException {
        var classes = chapters.get(chapter.name());
        if (classes == null) {
            classes = ChapterClasses.compile(compiler.process(), compiler.libraries(), chapter,
                    catalogue.root().resolve("solutions").resolve(chapter.name()),
                    catalogue.programOf(chapter).stream().filter(each -> !each.equals(chapter)).toList());
            chapters.put(chapter.name(), classes);
        }
        return classes;
    }

    @Override
    public void close() {
        stage.close();
    }
}
