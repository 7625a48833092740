package workbook.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The table of behaviours in chapter 4: each row names tests, and they are there.
class BehavioursTest {
    private static final Path CHAPTER = Books.real().resolve("chapters/04-socketserver");
    private static final Path TESTS = CHAPTER.resolve("src/test/java/workbook/socketserver");
    private static final Pattern ROW = Pattern.compile("(\\d+),\"[^\"]+\",\"([^\"]+)\",\"[^\"]*\"");
    private static final int NUMBER = 1;
    private static final int NAMED = 2;
    private static final int BEHAVIOURS = 34;

    @Test
    void each_row_has_its_number_in_order() throws IOException {
        assertThat(rows().stream().map(row -> row.get(0)).toList())
                .isEqualTo(IntStream.rangeClosed(1, BEHAVIOURS).mapToObj(Integer::toString).toList());
    }

    @Test
    void each_test_that_a_row_names_is_there() throws IOException {
        for (var row : rows()) {
            for (var named : row.get(1).split("; ")) {
                var parts = named.split(": ");
                assertThat(Files.readString(TESTS.resolve(parts[0] + ".java"))).as("row " + row.get(0))
                        .containsPattern("\\bvoid " + parts[1].replace(' ', '_') + "\\(");
            }
        }
    }

    private static List<List<String>> rows() throws IOException {
        var rows = new ArrayList<List<String>>();
        for (var line : Files.readAllLines(CHAPTER.resolve("measured/behaviours.csv"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(List.of(row.group(NUMBER), row.group(NAMED)));
            }
        }
        return rows;
    }
}
