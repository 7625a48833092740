package workbook.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;

/// The catalogue's line scanner and AsciiDoc's own parser read the same exercises.
class ScannerTest {
    /// What both saw of one exercise.
    private record Seen(String id, String title, int line, String section, String sectionTitle, int hints,
            Map<String, String> attributes) {}

    @TempDir
    private Path root;

    @Test
    void both_see_the_same_in_the_workbook() throws IOException {
        assertSame(Books.real());
    }

    @Test
    void both_see_the_same_where_blocks_look_alike() throws IOException {
        var chapter = Files.createDirectories(root.resolve("chapters/01-look-alikes"));
        for (var name : List.of("SayHello", "SayMore")) {
            write(chapter.resolve("src/main/java/workbook/alike/" + name + ".java"), "final class " + name + " {}\n");
            write(chapter.resolve("src/test/java/workbook/alike/" + name + "Test.java"), "class " + name + "Test {}\n");
        }
        Files.copy(Books.resource("/look-alikes.adoc"), chapter.resolve("README.adoc"));
        assertSame(root);
    }

    private static void assertSame(Path root) throws IOException {
        var exercises = Catalogue.read(root).exercises();
        assertThat(exercises).isNotEmpty();
        var scanned = exercises.stream().map(ScannerTest::seen).toList();
        var readmes = exercises.stream().map(Exercise::readme).distinct().toList();
        assertThat(scanned).isEqualTo(parse(readmes).stream().map(ScannerTest::seen).toList());
    }

    private static List<ExerciseInTree> parse(List<Path> readmes) throws IOException {
        var parsed = new ArrayList<ExerciseInTree>();
        try (var reader = new ChapterReader(new Problems(), new Glossary(Map.of()))) {
            for (var readme : readmes) {
                var source = new Source(readme.toAbsolutePath(), readme.getFileName().toString(), "page.html", 1);
                parsed.addAll(reader.read(source).exercises());
            }
        }
        return parsed;
    }

    private static Seen seen(Exercise it) {
        return new Seen(it.id(), it.title(), it.line(), it.section(), it.sectionTitle(), it.hints().size(),
                Map.of("points", String.valueOf(it.points()), "level", word(it.level()), "minutes",
                        String.valueOf(it.minutes()), "aim", it.aim(), "after", String.join(",", it.after()), "judge",
                        word(it.judge()), "needs", word(it.needs())));
    }

    private static Seen seen(ExerciseInTree it) {
        var attributes = it.attributes();
        return new Seen(it.id(), it.title(), it.line(), it.section(), it.sectionTitle(), it.hints().size(),
                Map.of("points", attributes.get("points"), "level", attributes.get("level"), "minutes",
                        attributes.get("minutes"), "aim", attributes.get("aim"), "after",
                        attributes.getOrDefault("after", "").replaceAll("[,; ]+", ","), "judge",
                        attributes.getOrDefault("judge", "inside"),
                        "needs", attributes.getOrDefault("needs", "loopback")));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
