package workbook.cli.skeleton;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import workbook.cli.Refusal;
import workbook.engine.Catalogue;
import workbook.engine.Chapter;
import workbook.engine.ExerciseId;
import workbook.engine.Folders;

/// The files of an exercise to be written: all of them compile, none is done, and each says what it lacks.
public final class Skeleton {
    private static final List<String> RIGHT = List.of("first", "second");
    private static final List<String> WRONG = List.of("mistake-1", "mistake-2", "mistake-3", "mistake-4");

    private final Catalogue catalogue;
    private final Chapter chapter;
    private final ExerciseId id;
    private final SkeletonText text;

    /// @throws Refusal if there cannot be an exercise of this id
    public Skeleton(Catalogue catalogue, Chapter chapter, String id) {
        this.catalogue = catalogue;
        this.chapter = chapter;
        this.id = confirm(catalogue, id);
        this.text = new SkeletonText(chapter, this.id);
    }

    private static ExerciseId confirm(Catalogue catalogue, String typed) {
        var id = ExerciseId.of(typed)
                .orElseThrow(() -> Refusal.usage("'" + typed + "' is no id; write lower-case words joined by hyphens,"
                        + " the first beginning with a letter: read-a-line."));
        catalogue.find(id.text()).ifPresent(taken -> {
            throw Refusal
                    .usage("'" + id.text() + "' is taken by " + show(catalogue, taken.readme()) + ":" + taken.line()
                            + "; give your exercise another id, ids are for ever.");
        });
        return id;
    }

    /// Writes all of it, or nothing.
    ///
    /// @return what was written, each with what remains to be done there
    /// @throws Refusal if something stands in the way
    public Map<Path, String> write() throws IOException {
        if (!Files.isDirectory(solutions())) {
            throw Refusal.notReady("This copy of the workbook has no " + show(solutions())
                    + ", where an exercise's answers belong; write exercises in a whole copy.");
        }
        var files = files();
        for (var file : files.keySet()) {
            if (Files.exists(file)) {
                throw Refusal.usage(show(file) + " exists already; give your exercise another id, or move the"
                        + " file away. Nothing was written.");
            }
        }
        var readme = Files.readString(chapter.readme(), UTF_8).stripTrailing() + "\n";
        if (readme.contains("[#" + id.text() + "]")) {
            throw Refusal.usage(show(chapter.readme()) + " has an anchor '" + id.text()
                    + "' already; give your exercise another id. Nothing was written.");
        }
        try {
            for (var file : files.entrySet()) {
                Files.createDirectories(file.getKey().getParent());
                Files.writeString(file.getKey(), file.getValue().contents(), UTF_8);
            }
            // Last, so that a block never stands without its files.
            Folders.replace(chapter.readme(), (readme + "\n" + text.block()).getBytes(UTF_8));
        } catch (IOException e) {
            for (var file : files.keySet()) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
        var written = new LinkedHashMap<Path, String>();
        written.put(chapter.readme(), "its last " + text.block().lines().count()
                + " lines: the task and three hints; move them to where they belong");
        files.forEach((file, content) -> written.put(file, content.remains()));
        return written;
    }

    /// @param remains what is still to be done with it
    private record Content(String contents, String remains) {}

    private Map<Path, Content> files() {
        var files = new LinkedHashMap<Path, Content>();
        var name = id.className() + ".java";
        files.put(inPackage(chapter.sources()).resolve(name),
                new Content(text.stub(), "the contract and the signature"));
        files.put(inPackage(chapter.tests()).resolve(id.className() + "Test.java"),
                new Content(text.test(), "a test for each thing that the contract promises"));
        files.put(inPackage(solutions().resolve("src/main/java")).resolve(name),
                new Content(text.answer("the reference"), "the answer that we are proud of"));
        for (var each : RIGHT) {
            files.put(answer("right", each).resolve(name),
                    new Content(text.rightAnswer(), "a right answer, built differently; rename the folder"));
        }
        for (var each : WRONG) {
            files.put(answer("wrong", each).resolve(name),
                    new Content(text.answer("a wrong answer"),
                            "a mistake that people make; rename the folder after it"));
            files.put(answer("wrong", each).resolve("says.txt"),
                    new Content(text.says(), "the test that refuses it, and words of the report"));
        }
        return files;
    }

    private Path inPackage(Path sources) {
        return chapter.packageBelow(sources);
    }

    private Path solutions() {
        return catalogue.root().resolve("solutions").resolve(chapter.name());
    }

    private Path answer(String kind, String name) {
        return solutions().resolve(kind).resolve(id.text()).resolve(name);
    }

    private String show(Path file) {
        return show(catalogue, file);
    }

    private static String show(Catalogue catalogue, Path file) {
        return catalogue.root().relativize(file).toString().replace('\\', '/');
    }
}
