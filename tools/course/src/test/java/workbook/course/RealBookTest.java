package workbook.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The workbook's own course.
class RealBookTest {
    private static final int LONG_ENOUGH_TO_TELL = 30;
    private static final Pattern CALLOUTS = Pattern.compile("//( ?<\\d+>)+$");
    private static final int PAGE_LIMIT = 60 * 1024;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void build() throws IOException {
        assertThat(Course.build(Books.real(), folder.resolve("course")).problems()).isEmpty();
    }

    @Test
    void builds_without_a_problem_and_no_page_is_heavy() throws IOException {
        for (var file : Books.files(folder.resolve("course")).entrySet()) {
            assertThat(file.getValue().getBytes(StandardCharsets.UTF_8).length).as(file.getKey())
                    .isLessThan(PAGE_LIMIT);
        }
    }

    /// What learners are given anyway, stubs, examples and tests, tells nothing; a solution's own lines must not show,
    /// not even within a line of text.
    @Test
    void no_line_of_a_solution_travels() throws IOException {
        var solutions = Books.real().resolve("solutions");
        assumeTrue(Files.isDirectory(solutions), "a hand-out has no solutions");
        var given = lines(Books.real().resolve("chapters")).collect(Collectors.toSet());
        var published = published().filter(line -> !given.contains(line)).collect(Collectors.joining("\n"));
        var secret = lines(solutions).filter(line -> line.length() > LONG_ENOUGH_TO_TELL && !given.contains(line));
        assertThat(secret).isNotEmpty().noneMatch(published::contains);
    }

    private static Stream<String> published() throws IOException {
        var texts = new ArrayList<String>();
        for (var file : Books.files(folder.resolve("course")).values()) {
            var page = Jsoup.parse(file);
            page.select(".conum").remove();
            texts.add(page.wholeText());
        }
        return texts.stream().flatMap(String::lines).map(String::strip);
    }

    /// The lines of all Java sources below a folder, without the numbers of callouts.
    private static Stream<String> lines(Path folder) throws IOException {
        var texts = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                texts.add(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return texts.stream().flatMap(String::lines).map(line -> CALLOUTS.matcher(line).replaceFirst("").strip());
    }
}
