package workbook.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All exercises of a workbook, in the order in which a learner meets them.
///
/// Read from the chapters' `README.adoc`; there is no other list of them anywhere.
public final class Catalogue {
    private final Path root;
    private final List<Chapter> chapters;
    private final List<Exercise> exercises;
    private final Map<String, Exercise> byId;

    private Catalogue(Path root, List<Chapter> chapters, List<Exercise> exercises) {
        this.root = root;
        this.chapters = List.copyOf(chapters);
        this.exercises = List.copyOf(exercises);
        this.byId = ExerciseReader.byId(exercises);
    }

    /// Reads the workbook below a folder.
    ///
    /// @throws BrokenWorkbook if something in it is wrong, with everything that is
    public static Catalogue read(Path root) throws IOException {
        var problems = new Problems(root);
        var chapters = new ArrayList<Chapter>();
        var exercises = new ArrayList<Exercise>();
        var headers = new ArrayList<ChapterHeader>();
        for (var folder : chapterFolders(root, problems)) {
            readChapter(root, folder, problems, headers, chapters, exercises);
        }
        new CatalogueCheck(exercises, problems).run();
        headers.forEach(header -> header.checkUses(chapters));
        if (!problems.isEmpty()) {
            throw new BrokenWorkbook(problems.list());
        }
        return new Catalogue(root, chapters, exercises);
    }

    private static List<Path> chapterFolders(Path root, Problems problems) throws IOException {
        var folder = root.resolve("chapters");
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder,
                each -> Files.isRegularFile(each.resolve("README.adoc")))) {
            folders.forEach(found::add);
        } catch (NoSuchFileException e) {
            problems.add(folder, 0, "not there; run this in the workbook's folder.");
            return List.of();
        }
        if (found.isEmpty()) {
            problems.add(folder, 0, "no chapter has a README.adoc; git checkout chapters brings them back.");
        }
        return found.stream().sorted().toList();
    }

    private static void readChapter(Path root, Path folder, Problems problems, List<ChapterHeader> headers,
            List<Chapter> chapters, List<Exercise> exercises) throws IOException {
        var readme = folder.resolve("README.adoc");
        try {
            var scanner = new ChapterScanner(readme, Lines.of(Files.readAllBytes(readme)), problems);
            var header = new ChapterHeader(folder, scanner, problems);
            headers.add(header);
            var chapter = header.read();
            chapters.add(chapter);
            for (var block : scanner.blocks()) {
                exercises.add(new ExerciseReader(root, chapter, block, problems).read(exercises.size() + 1));
            }
        } catch (Lines.NotUtf8 e) {
            problems.add(readme, e.line(), "this line is not UTF-8; save the file as UTF-8.");
        }
    }

    /// The folder it was read from.
    public Path root() {
        return root;
    }

    public List<Chapter> chapters() {
        return chapters;
    }

    /// The chapter of this topic: `socket-basics`.
    public Optional<Chapter> findChapter(String topic) {
        return chapters.stream().filter(chapter -> chapter.topic().equals(topic)).findFirst();
    }

    /// Topics that somebody may have meant who typed this one, the closest first.
    public List<String> nearestTopics(String typed) {
        return Nearest.to(typed, chapters.stream().map(Chapter::topic).toList());
    }

    /// A chapter and all whose code its program runs with, itself first.
    public List<Chapter> programOf(Chapter chapter) {
        var found = new LinkedHashSet<Chapter>();
        collect(chapter, found);
        return List.copyOf(found);
    }

    private void collect(Chapter chapter, Set<Chapter> found) {
        if (found.add(chapter)) {
            chapter.uses().forEach(topic -> collect(findChapter(topic).orElseThrow(), found));
        }
    }

    /// The exercises of one chapter.
    public List<Exercise> exercises(Chapter chapter) {
        return exercises.stream().filter(exercise -> exercise.chapter().equals(chapter.name())).toList();
    }

    /// The chapter of an exercise.
    public Chapter chapter(Exercise exercise) {
        return chapters.stream().filter(chapter -> chapter.name().equals(exercise.chapter())).findFirst().orElseThrow();
    }

    public List<Exercise> exercises() {
        return exercises;
    }

    public Optional<Exercise> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// Ids that somebody may have meant who typed this one, the closest first.
    public List<String> nearest(String typed) {
        return Nearest.to(typed, exercises.stream().map(Exercise::id).toList());
    }

    /// A learner's run of an exercise: on the chapter's sources as they are.
    public Run run(Exercise exercise) {
        var chapter = chapter(exercise);
        return Run.of(exercise, SourceTree.of(chapter.sources()), chapter.tests());
    }

    /// Stub files that are not there, one problem each. They spoil their own exercise and no other.
    public List<Problem> missingStubs() {
        var problems = new Problems(root);
        for (var exercise : exercises) {
            for (var stub : exercise.stubs()) {
                if (!Files.exists(stub)) {
                    problems.add(stub, 0, "not there; ./workbook reset " + exercise.id() + " puts it back.");
                }
            }
        }
        return problems.list();
    }

    /// The exercises that must be solved, or lent, before this one can run: each before those that stand on it.
    public List<Exercise> prerequisites(Exercise exercise) {
        var found = new HashMap<String, Exercise>();
        var inOrder = new ArrayList<Exercise>();
        collect(exercise, found, inOrder);
        inOrder.remove(exercise);
        return inOrder;
    }

    private void collect(Exercise exercise, Map<String, Exercise> found, List<Exercise> inOrder) {
        if (found.put(exercise.id(), exercise) == null) {
            exercise.after().forEach(id -> collect(byId.get(id), found, inOrder));
            inOrder.add(exercise);
        }
    }
}
