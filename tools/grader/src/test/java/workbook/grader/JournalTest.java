package workbook.grader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("journal.jsonl");
    }

    private static Journal.Entry entry(String key, Verdict verdict) {
        return new Journal.Entry(key, "say-hello", new Judgement(verdict, 3, 42, "said \"hé\"\nand \u2028 more"), true);
    }

    @Test
    void remembers_what_was_written() throws IOException {
        try (var journal = Journal.open(file)) {
            journal.append(entry("a", Verdict.PASS));
            journal.append(entry("b", Verdict.TIMEOUT));
            assertThat(journal.find("a")).contains(entry("a", Verdict.PASS));
        }
        try (var journal = Journal.open(file)) {
            assertThat(journal.find("a")).contains(entry("a", Verdict.PASS));
            assertThat(journal.find("b")).contains(entry("b", Verdict.TIMEOUT));
            assertThat(journal.find("c")).isEmpty();
            assertThat(journal.strangeLines()).isZero();
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void the_last_word_counts() throws IOException {
        try (var journal = Journal.open(file)) {
            journal.append(entry("a", Verdict.TIMEOUT));
            journal.append(entry("a", Verdict.PASS));
        }
        try (var journal = Journal.open(file)) {
            assertThat(journal.find("a").orElseThrow().judgement().verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void drops_a_last_line_that_is_torn_anywhere() throws IOException {
        try (var journal = Journal.open(file)) {
            journal.append(entry("a", Verdict.PASS));
        }
        var first = Files.readAllBytes(file);
        try (var journal = Journal.open(file)) {
            journal.append(entry("b", Verdict.FAIL));
        }
        var both = Files.readAllBytes(file);
        for (var length = first.length; length < both.length; length++) {
            Files.write(file, Arrays.copyOf(both, length));
            try (var journal = Journal.open(file)) {
                assertThat(journal.find("a")).isPresent();
                assertThat(journal.find("b")).isEmpty();
                journal.append(entry("c", Verdict.FAIL));
            }
            try (var journal = Journal.open(file)) {
                assertThat(journal.find("c")).isPresent();
                assertThat(journal.strangeLines()).isZero();
            }
        }
    }

    @Test
    void passes_over_lines_in_the_middle_that_are_none_of_its_own() throws IOException {
        try (var journal = Journal.open(file)) {
            journal.append(entry("a", Verdict.PASS));
        }
        Files.writeString(file, "not json\n{\"key\":\"x\"}\n\u0000\n", UTF_8, StandardOpenOption.APPEND);
        try (var journal = Journal.open(file)) {
            journal.append(entry("b", Verdict.PASS));
        }
        try (var journal = Journal.open(file)) {
            assertThat(journal.strangeLines()).isEqualTo(3);
            assertThat(journal.find("a")).isPresent();
            assertThat(journal.find("b")).isPresent();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_is_an_error_and_nothing_is_taken_for_written() throws IOException {
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        try (var journal = Journal.open(file)) {
            assertThatThrownBy(() -> journal.append(entry("a", Verdict.PASS))).isInstanceOf(IOException.class);
            assertThat(journal.find("a")).isEmpty();
        }
    }
}
