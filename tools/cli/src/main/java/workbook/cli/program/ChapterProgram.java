package workbook.cli.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import workbook.cli.Solution;
import workbook.cli.Workbook;
import workbook.engine.Chapter;
import workbook.engine.Exercise;
import workbook.engine.Run;
import workbook.engine.WorkerClassPath;
import workbook.kit.Carried;

/// One chapter's program, to be compiled and run.
public final class ChapterProgram {
    private final Workbook workbook;
    private final Chapter chapter;
    private final boolean withSolution;
    private final Map<Chapter, List<Exercise>> exercises = new LinkedHashMap<>();

    /// @param withSolution whether the workbook's answers carry it, not the learner's
    public ChapterProgram(Workbook workbook, Chapter chapter, boolean withSolution) {
        this.workbook = workbook;
        this.chapter = chapter;
        this.withSolution = withSolution;
        for (var each : workbook.catalogue().programOf(chapter)) {
            exercises.put(each, workbook.catalogue().exercises(each));
        }
    }

    /// Runs it to its end.
    ///
    /// @return what it exits with
    public int run(Map<String, String> environment, List<String> arguments) throws IOException {
        var libraries = WorkerClassPath.ofChapters();
        var classes = new ProgramClasses(workbook, libraries)
                .of(ProgramSources.of(workbook, chapter, withSolution));
        // Behind the program stands what starts it and gives it a terminal, which it cannot be compiled against.
        var own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of);
        var classPath = Stream.concat(Stream.concat(Stream.of(classes), libraries.stream()), own).distinct().toList();
        return new ProgramProcess(workbook.root(), environment, chapter.network())
                .run(classPath, properties(), chapter.packageName() + ".Main", arguments);
    }

    private Map<String, String> properties() throws IOException {
        var properties = new HashMap<String, String>();
        var hasSolutions = all().allMatch(exercise -> Solution.isThere(workbook, exercise));
        properties.putAll(StubOwners.of(chapter.topic(), hasSolutions && !withSolution, exercises).properties());
        properties.put(Carried.PROPERTY, carried().toProperty());
        properties.put(ProgramMain.PRIVATE, Boolean.toString(chapter.network() == Run.Network.PRIVATE));
        return properties;
    }

    private Carried carried() throws IOException {
        var progress = workbook.progress();
        var by = new LinkedHashMap<String, Carried.By>();
        all().forEach(exercise -> by.put(exercise.id(), withSolution
                ? Carried.By.WORKBOOK
                : progress.isSolved(exercise) ? Carried.By.LEARNER : Carried.By.UNSOLVED));
        return Carried.of(by);
    }

    private Stream<Exercise> all() {
        return exercises.values().stream().flatMap(List::stream);
    }
}
