package workbook.buffers.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.buffers.lab.Sweep.Measured;

/// Of a machine and of measurements that are made up. Where the drawing changes on purpose, `-Dworkbook.golden=write`
/// writes the files anew.
class FindingsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/workbook/buffers/lab");
    private static final int DEEP = Sweep.DEEP_QUEUE;

    private static final Findings FINDINGS = new Findings(new LinkShape(20_000_000, Duration.ofMillis(10), DEEP),
            List.of("Some <system>, 2 processors", "Link: 20 Mbit/s"),
            List.of(measured(4_096, DEEP, List.of(0.9, 1.0, 1.25), List.of(20.0, 22.0, 24.0), 8_192),
                    measured(65_536, DEEP, List.of(18.0, 18.5, 19.0), List.of(30.0, 33.0, 34.0), 131_072),
                    measured(4_194_304, DEEP, List.of(12.0, 18.0, 18.9), List.of(60.0, 65.0, 110.0), 8_388_608),
                    measured(0, DEEP, List.of(17.0, 18.0, 18.5), List.of(), 1_000_000)),
            List.of(measured(0, 8_192, List.of(3.0), List.of(21.0, 22.0), 500_000),
                    measured(0, DEEP, List.of(18.0), List.of(), 500_000)));

    @TempDir
    private Path folder;

    private static Measured measured(int buffer, int queue, List<Double> mbits, List<Double> answers, double kernel) {
        var asked = buffer == 0 ? OptionalInt.empty() : OptionalInt.of(buffer);
        return new Measured(new Setting(asked, queue), mbits, answers, List.of(kernel));
    }

    @Test
    void has_the_throughput_of_each_size_in_a_table() {
        assertThat(FINDINGS.throughputTable()).isEqualTo("""
                # Some <system>, 2 processors
                # Link: 20 Mbit/s
                receive_buffer_bytes,kernel_bytes,runs,mbit_per_s_q1,mbit_per_s_median,mbit_per_s_q3
                4096,8192,3,0.950,1.000,1.125
                65536,131072,3,18.250,18.500,18.750
                4194304,8388608,3,15.000,18.000,18.450
                left alone,1000000,3,17.500,18.000,18.250
                """);
    }

    @Test
    void leaves_a_gap_in_the_table_where_no_answer_came() {
        assertThat(FINDINGS.latencyTable()).isEqualTo("""
                # Some <system>, 2 processors
                # Link: 20 Mbit/s
                varied,receive_buffer_bytes,queue_bytes,answers,ms_q1,ms_median,ms_q3
                receive buffer,4096,262144,3,21.00,22.00,23.00
                receive buffer,65536,262144,3,31.50,33.00,33.50
                receive buffer,4194304,262144,3,62.50,65.00,87.50
                receive buffer,left alone,262144,0,,,
                queue,left alone,8192,2,21.25,21.50,21.75
                queue,left alone,262144,0,,,
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throughput.svg", "latency.svg"})
    void draws_the_same_picture_of_the_same_measurements(String name) throws IOException {
        FINDINGS.write(folder);
        var drawn = Files.readString(folder.resolve(name), UTF_8);
        if (System.getProperty("workbook.golden", "").equals("write")) {
            Files.writeString(GOLDEN.resolve(name), drawn, UTF_8);
        }
        assertThat(drawn).isEqualTo(Files.readString(GOLDEN.resolve(name), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"throughput.svg", "latency.svg"})
    void can_be_read_on_any_page_and_by_any_ear(String name) throws Exception {
        FINDINGS.write(folder);
        var drawn = Files.readString(folder.resolve(name), UTF_8);
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(drawn.getBytes(UTF_8)));
        assertThat(document.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent()).contains("4 KiB", "50,000 bytes");
        assertThat(
                Pattern.compile("(?:fill|stroke)=\"([^\"]*)\"").matcher(drawn).results().map(found -> found.group(1)))
                .containsOnly("currentColor", "none");
        assertThat(drawn).doesNotContain("NaN", "Infinity");
    }

    @Test
    void writes_four_files_into_a_folder_that_it_makes() throws IOException {
        FINDINGS.write(folder.resolve("new/one"));
        try (var files = Files.list(folder.resolve("new/one"))) {
            assertThat(files).extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("throughput.csv", "throughput.svg", "latency.csv", "latency.svg");
        }
    }
}
