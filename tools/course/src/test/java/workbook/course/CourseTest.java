package workbook.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {
    @TempDir
    private static Path folder;
    private static Path course;

    @BeforeAll
    static void build() throws IOException {
        course = folder.resolve("course");
        assertThat(Course.build(Books.small(), course).problems()).isEmpty();
    }

    @Test
    void the_same_texts_make_the_same_bytes_wherever_they_lie() throws IOException {
        var copy = folder.resolve("another place");
        copy(Books.small(), copy);
        assertThat(Course.build(copy, folder.resolve("two")).problems()).isEmpty();
        var one = Books.files(course);
        assertThat(one).isEqualTo(Books.files(folder.resolve("two")));
        assertThat(one.keySet()).containsExactly("01-first-words-parting-with-close.html",
                "01-first-words-saying-hello.html", "01-first-words.html", "02-second-words-second-words.html",
                "02-second-words-short.html", "02-second-words.html", "assets/course.css", "assets/course.js",
                "glossary.html", "index.html");
        assertThat(one.values())
                .noneMatch(text -> text.contains(folder.toString()) || text.contains("must never travel"));
        assertThat(one.get("01-first-words-saying-hello.html")).contains("Hello, ");
    }

    @Test
    void an_unchanged_course_is_not_made_again_and_a_damaged_one_is() throws IOException {
        var out = folder.resolve("damaged");
        copy(course, out);
        Files.copy(folder.resolve("course.stamp"), folder.resolve("damaged.stamp"));
        assertThat(Course.build(Books.small(), out)).isEqualTo(new Course.Result(List.of(), 8, false));
        Files.delete(out.resolve("index.html"));
        assertThat(Course.build(Books.small(), out).written()).isTrue();
        assertThat(out.resolve("index.html")).exists();
    }

    @Test
    void style_and_script_stay_below_8_KB_each() throws IOException {
        assertThat(Files.size(course.resolve("assets/course.css"))).isLessThan(8 * 1024);
        assertThat(Files.size(course.resolve("assets/course.js"))).isLessThan(8 * 1024);
    }

    @Test
    void says_what_it_made_and_where() {
        var said = new ByteArrayOutputStream();
        var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(Main.run(stream, stream, Books.small().toString(), course.toString())).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("course, unchanged: 8 pages, " + course.resolve("index.html"));
    }

    private static void copy(Path from, Path to) throws IOException {
        for (var file : Books.files(from).entrySet()) {
            var path = to.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
    }
}
