package workbook.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import workbook.engine.Problem;

/// Makes the course of a workbook: reads its texts, repairs and frames the pages, checks all of them, and only then
/// writes.
public final class Course {
    private static final List<String> ASSETS = List.of("course.css", "course.js");
    private final Sources sources;
    private final Problems problems = new Problems();
    private final Map<String, byte[]> files = new TreeMap<>();

    private Course(Sources sources) {
        this.sources = sources;
    }

    /// What building came to.
    ///
    /// @param problems what is wrong, in the order of the texts; if there is anything, nothing was written
    /// @param pages    how many pages the course has
    /// @param written  false if the course was already there, made from the same texts by the same builder
    public record Result(List<Problem> problems, int pages, boolean written) {}

    /// Builds the course of the workbook at `root` into the folder `out`, which is replaced as a whole.
    public static Result build(Path root, Path out) throws IOException {
        var sources = Sources.of(root.toAbsolutePath().normalize());
        var folder = new OutputFolder(out.toAbsolutePath().normalize());
        var version = Fingerprint.of(sources.root(), sources.files());
        var origin = version + " " + Fingerprint.of(builder());
        if (folder.holds(origin)) {
            return new Result(List.of(), folder.pages(), false);
        }
        var course = new Course(sources);
        var pages = course.make(version);
        if (course.problems.isEmpty()) {
            folder.replace(course.files, origin);
        }
        return new Result(course.problems.inOrder(), pages, course.problems.isEmpty());
    }

    private static Path builder() {
        try {
            return Path.of(Course.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the builder lies in a file", e);
        }
    }

    private int make(String version) throws IOException {
        if (!sources.hasFront()) {
            problems.add("docs/index.adoc", 0, "the front page is missing; write it");
            return 0;
        }
        var chapters = read();
        var links = new Links(sources, chapters);
        var images = new Images(sources, files);
        for (var chapter : chapters) {
            images.collect(chapter);
            Repairs.make(chapter, links, problems);
        }
        for (var asset : ASSETS) {
            files.put("assets/" + asset, squeezed(asset, resource(asset)).getBytes(StandardCharsets.UTF_8));
        }
        var book = Book.of(chapters, problems);
        var layout = new Layout(book, version);
        var pages = book.pages().stream().map(page -> new Check.Finished(page, layout.page(page))).toList();
        new Check(pages, files.keySet(), problems).run();
        for (var page : pages) {
            Lines.erase(page.html());
            files.put(page.page().file(), (page.html().outerHtml() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return pages.size();
    }

    private List<Chapter> read() throws IOException {
        var chapters = new ArrayList<Chapter>();
        try (var reader = new ChapterReader(problems, Glossary.of(sources))) {
            for (var source : sources.all()) {
                try {
                    Includes.check(source, Files.readAllLines(source.file(), StandardCharsets.UTF_8), sources,
                            problems);
                    chapters.add(reader.read(source));
                } catch (MalformedInputException e) {
                    problems.add(source.name(), 0, "is not UTF-8; save it as UTF-8");
                }
            }
        }
        return chapters;
    }

    /// Without the indentation and comments that only authors need; a style sheet also without most blanks.
    private static String squeezed(String name, String asset) {
        var lines = asset.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("//"));
        if (name.endsWith(".css")) {
            return lines.map(line -> line.replaceAll(" ?([{},;>]) ?", "$1").replace(": ", ":"))
                    .collect(Collectors.joining())
                    .replace(";}", "}");
        }
        return lines.collect(Collectors.joining("\n", "", "\n"));
    }

    private static String resource(String name) {
        try (var in = Course.class.getResourceAsStream("/course/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
