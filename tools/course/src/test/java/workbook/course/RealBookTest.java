package workbook.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The workbook's own course.
class RealBookTest {
    private static final int LONG_ENOUGH_TO_TELL = 30;
    private static final int PAGE_LIMIT = 120 * 1024;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void build() throws IOException {
        assertThat(Course.build(Books.real(), folder.resolve("course")).problems()).isEmpty();
    }

    @Test
    void builds_without_a_problem_and_no_page_is_heavy() throws IOException {
        for (var file : Books.files(folder.resolve("course")).entrySet()) {
            assertThat(file.getValue().length()).as(file.getKey()).isLessThan(PAGE_LIMIT);
        }
    }

    @Test
    void no_line_of_a_solution_travels() throws IOException {
        var solutions = Books.real().resolve("solutions");
        assumeTrue(Files.isDirectory(solutions), "a hand-out has no solutions");
        var published = new StringBuilder();
        for (var file : Books.files(folder.resolve("course")).values()) {
            published.append(Jsoup.parse(file).wholeText()).append('\n');
        }
        var known = lines(Books.real().resolve("chapters"), name -> true);
        known.addAll(lines(Books.real().resolve("docs"), name -> true));
        var secret = lines(solutions, name -> name.endsWith(".java"));
        secret.removeAll(known);
        assertThat(secret).isNotEmpty().noneMatch(line -> published.indexOf(line) >= 0);
    }

    private static Set<String> lines(Path folder, Predicate<String> names) throws IOException {
        var lines = new HashSet<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).filter(file -> names.test(file.toString())).toList()) {
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines()
                        .map(String::strip)
                        .filter(line -> line.length() > LONG_ENOUGH_TO_TELL)
                        .forEach(lines::add);
            }
        }
        return lines;
    }
}
