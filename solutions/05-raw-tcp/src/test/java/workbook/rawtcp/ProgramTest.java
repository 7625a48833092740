package workbook.rawtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.kit.GivenUp;
import workbook.testkit.Witness;

/// The chapter's program, on the workbook's answers: the server of chapter 2 over the TCP of this one.
class ProgramTest {
    @TempDir
    private Path root;

    private final Desk desk = new Desk();

    @Test
    @Witness("curl")
    void serves_a_page() throws IOException {
        Kernel.needed();
        Files.writeString(root.resolve("index.html"), "hello\n");
        assertThat(Main.run(desk, "--root", root.toString())).isZero();
        assertThat(desk.text())
                .contains("──▶ SYN         seq 0", "◀── SYN,ACK     seq 0       ack 1",
                        "curl http://10.77.0.2/: 200 text/html; charset=utf-8, 6 bytes", "carried by tcp-header");
    }

    @Test
    @Witness("curl")
    void serves_a_large_file_over_a_bad_link() throws IOException {
        Kernel.needed();
        Files.write(root.resolve("large.bin"), new byte[200_000]);
        assertThat(Main.run(desk, "--root", root.toString(), "--path", "/large.bin", "--loss", "5", "--seed", "7"))
                .isZero();
        assertThat(desk.text()).contains("200 application/octet-stream, 200000 bytes", "--seed 7");
    }

    @Test
    @Witness("curl")
    void says_what_the_server_says_of_a_page_that_is_not_there() throws IOException {
        Kernel.needed();
        assertThat(Main.run(desk, "--root", root.toString(), "--path", "/none")).isZero();
        assertThat(desk.text()).contains("curl http://10.77.0.2/none: 404");
    }

    @Test
    void refuses_what_it_does_not_know() {
        assertThat(Main.run(desk, "--host", "192.0.2.1")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "--path", "nowhere")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "--loss", "51")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "--root", root.resolve("none").toString())).isEqualTo(GivenUp.NOT_TO_BE_HAD);
    }
}
