package workbook.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What becomes of each AsciiDoc construct: `golden/NAME.adoc` reads as `golden/NAME.html`.
///
/// `-Dgolden.write=true` writes what is made now, for the eye to judge.
class GoldenTest {
    private static final Path FOLDER = Books.resource("/golden");
    private static final Problems PROBLEMS = new Problems();
    private static final ChapterReader READER = new ChapterReader(PROBLEMS,
            new Glossary(Map.of("byte-stream", "byte stream", "segment", "segment")));

    @AfterAll
    static void close() {
        READER.close();
    }

    @TestFactory
    Stream<DynamicTest> each_construct_reads_as_it_should() throws IOException {
        try (var files = Files.list(FOLDER)) {
            var texts = files.filter(file -> file.toString().endsWith(".adoc")).sorted().toList();
            return texts.stream()
                    .map(text -> DynamicTest.dynamicTest(text.getFileName().toString(), () -> compare(text)));
        }
    }

    private static void compare(Path text) throws IOException {
        var made = html(text);
        var name = text.getFileName().toString().replace(".adoc", ".html");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(Path.of("src/test/resources/golden", name), made, StandardCharsets.UTF_8);
            return;
        }
        assertThat(PROBLEMS.inOrder()).isEmpty();
        assertThat(made).isEqualTo(Files.readString(FOLDER.resolve(name), StandardCharsets.UTF_8));
    }

    private static String html(Path text) throws IOException {
        var source = new Source(text, "chapters/01-golden/README.adoc", "01-golden.html", 1);
        var chapter = READER.read(source);
        Repairs.make(chapter, new Links(new Sources(FOLDER, List.of(source)), List.of(chapter)), PROBLEMS);
        Lines.erase(chapter.body());
        var pretty = Jsoup.parseBodyFragment(chapter.body().html());
        pretty.outputSettings().prettyPrint(true).indentAmount(2);
        return pretty.body().html() + "\n";
    }
}
