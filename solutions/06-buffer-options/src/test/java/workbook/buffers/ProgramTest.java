package workbook.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workbook.kit.GivenUp;

/// The chapter's program, as far as it does not take a minute.
class ProgramTest {
    private final Desk desk = new Desk();

    @TempDir
    private Path folder;

    @Test
    void prints_the_table_of_this_machine() {
        assertThat(Main.run(desk)).isZero();
        assertThat(desk.text()).contains("SO_RCVBUF", "SO_SNDBUF", "kernel holds");
    }

    @Test
    void explains_itself() {
        assertThat(Main.run(desk, "--help")).isZero();
        assertThat(desk.text()).contains("--plot DIR", "--rate N", "--rtt N", "--runs N", "Exit codes");
        assertThat(desk.text().lines()).allMatch(line -> line.length() <= 110);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --port 80                | '--port' is none of --plot, --rate, --rtt, --runs; --help has more.
            --plot                   | Behind --plot something is missing; --help has more.
            --plot new --rate 0      | --rate takes a number from 5 to 50, and '0' is none.
            --plot new --rtt ten     | --rtt takes a number from 10 to 200, and 'ten' is none.
            --plot new --runs 101    | --runs takes a number from 1 to 100, and '101' is none.
            --runs 2                 | --runs is of the link that --plot measures: add --plot DIR, the folder for what it finds.
            """)
    void refuses_what_it_does_not_know_in_one_sentence(String words, String sentence) {
        assertThat(Main.run(desk, words.split(" "))).isEqualTo(GivenUp.USAGE);
        assertThat(desk.text()).isEqualTo(sentence + System.lineSeparator());
    }

    @Test
    void refuses_a_file_where_a_folder_is_to_be() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThat(Main.run(desk, "--plot", file.toString())).isEqualTo(GivenUp.USAGE);
        assertThat(desk.text()).contains("--plot takes a folder").contains("file' cannot be one.");
    }

    @Test
    void says_that_a_folder_cannot_be_made_before_it_measures() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThat(Main.run(desk, "--plot", file.resolve("below").toString())).isEqualTo(GivenUp.NOT_TO_BE_HAD);
        assertThat(desk.text()).doesNotContain("Mbit/s").hasLineCount(1);
    }
}
