package workbook.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One planted fault per rule. Each is one line with its place, what is wrong and the next step.
class FaultsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void every_planted_fault_is_one_line_with_its_place() throws IOException {
        var problems = Course.build(Books.faulty(), folder.resolve("course")).problems();
        assertThat(problems).extracting(Object::toString)
                .containsExactlyElementsOf(
                        Files.readAllLines(Books.faulty().resolve("problems.txt"), StandardCharsets.UTF_8));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_workbook_without_a_front_page_is_refused() throws IOException {
        Files.createDirectories(folder.resolve("chapters"));
        assertThat(Main.run(out, out, folder.toString(), folder.resolve("course").toString())).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("docs/index.adoc: the front page is missing; write it");
    }

    @Test
    void a_text_that_is_not_utf8_is_named() throws IOException {
        Files.createDirectories(folder.resolve("chapters"));
        Files.createDirectories(folder.resolve("docs"));
        Files.write(folder.resolve("docs/index.adoc"), "= Caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        var problems = Course.build(folder, folder.resolve("course")).problems();
        assertThat(problems).extracting(Object::toString)
                .containsExactly("docs/index.adoc: is not UTF-8; save it as UTF-8");
    }

    @Test
    void a_folder_that_holds_something_else_is_left_alone() throws IOException {
        var precious = Files.writeString(Files.createDirectories(folder.resolve("mine")).resolve("letter.txt"),
                "Dear friend");
        assertThat(Main.run(out, out, Books.small().toString(), precious.getParent().toString())).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("holds no course; name another folder");
        assertThat(precious).hasContent("Dear friend");
    }

    @Test
    void wrong_usage_says_how_it_is_used() {
        assertThat(Main.run(out, out)).isEqualTo(2);
        assertThat(Main.run(out, out, folder.toString(), "out")).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("usage: course ROOT OUT").contains("is no workbook");
    }
}
