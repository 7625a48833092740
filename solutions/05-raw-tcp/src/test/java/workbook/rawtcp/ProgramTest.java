package workbook.rawtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import workbook.kit.GivenUp;
import workbook.testkit.Witness;

/// The chapter's program, on the workbook's answers: the server of chapter 2 over the TCP of this one, the sniffer, and
/// the probe.
@Timeout(20)
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
    void shows_the_kernel_and_your_tcp_talking() {
        Kernel.needed();
        assertThat(Main.run(desk, "sniff", "--seconds", "1")).isZero();
        assertThat(desk.text())
                .containsSubsequence("127.0.0.1:7\n", "ms SYN seq 0, sum unmade ─",
                        "─ SYN,ACK seq 0 ack 1, sum unmade\n",
                        "PSH,ACK seq 1 ack 1, 5 bytes, sum unmade ─", "10.77.0.2:7\n", "ms SYN seq 0, sum unmade ─",
                        "─ SYN,ACK seq 0 ack 1, sum right\n", "─ PSH,ACK seq 1 ack 6, 5 bytes, sum right\n",
                        "─ FIN,ACK seq 6 ack 7, sum right\n", "segments in all\n",
                        "carried by tcp-header, internet-checksum, ip-header, sniffer, tcp-options");
        assertThat(desk.text().lines()).allMatch(line -> line.startsWith("carried by ") || line.length() < 80);
    }

    @Test
    void shows_one_host_s_segments_only() {
        Kernel.needed();
        assertThat(Main.run(desk, "sniff", "127.0.0.1", "--seconds", "1")).isZero();
        assertThat(desk.text()).contains("127.0.0.1:7\n", "sniffer: ").doesNotContain("10.77.0.2", "reassembler");
        var other = new Desk();
        assertThat(Main.run(other, "sniff", "10.77.0.2", "--seconds", "1")).isZero();
        assertThat(other.text()).contains("10.77.0.2:7\n").doesNotContain("127.0.0.1");
    }

    @Test
    void finds_who_listens() {
        Kernel.needed();
        assertThat(Main.run(desk, "probe", "--wait", "1000")).isZero();
        assertThat(desk.text())
                .contains("1025 ports of 10.77.0.1", "\n\n    7  open\n   80  open\n  443  silent\n 8080  open\n\n"
                        + "3 open, 1021 closed, 1 silent, in ",
                        "carried by tcp-header, internet-checksum, ip-header, handshake, syn-probe");
    }

    @Test
    void finds_who_listens_at_loopback_s_own_addresses() {
        Kernel.needed();
        for (var host : List.of("127.0.0.1", "localhost", "127.9.8.7")) {
            var shown = new Desk();
            assertThat(Main.run(shown, "probe", host, "80-81", "--wait", "2000")).isZero();
            assertThat(shown.text()).contains("\n   80  open\n   81  closed\n\n1 open, 1 closed, in ");
        }
    }

    @Test
    void hears_nothing_from_nobody() {
        Kernel.needed();
        assertThat(Main.run(desk, "probe", "10.77.0.2", "80,7,7", "--wait", "1")).isZero();
        assertThat(desk.text()).contains("2 ports of 10.77.0.2", "\n    7  silent\n   80  silent\n\n2 silent, in ");
    }

    @Test
    void stays_within_its_own_network() {
        for (var command : List.of("sniff", "probe")) {
            for (var outside : List.of("192.0.2.1", "10.77.0.3", "10.77.0.0", "0.0.0.0", "255.255.255.255")) {
                var shown = new Desk();
                assertThat(Main.run(shown, command, outside)).isEqualTo(GivenUp.USAGE);
                assertThat(shown.text())
                        .isEqualTo(outside + " is refused, because it may be somebody's who has not asked for "
                                + "it: 127.0.0.1, 10.77.0.1 and 10.77.0.2 are in this program's own network.\n");
            }
            for (var none : List.of("example.com", "256.0.0.1", "127.1", "::1", "127.0.0.1.")) {
                var shown = new Desk();
                assertThat(Main.run(shown, command, none)).isEqualTo(GivenUp.USAGE);
                assertThat(shown.text())
                        .isEqualTo("'" + none + "' is no IPv4 address, and names are not looked up, since "
                                + "the question would leave this machine: 127.0.0.1 is one.\n");
            }
        }
    }

    @Test
    void refuses_ports_that_are_none() {
        for (var none : List.of("0", "65536", "5-2", "-", "80,", "1-2-3", "100000", "http")) {
            var shown = new Desk();
            assertThat(Main.run(shown, "probe", "127.0.0.1", none)).isEqualTo(GivenUp.USAGE);
            assertThat(shown.text().lines()).hasSize(1);
        }
    }

    @Test
    void says_what_can_be_told_to_it() {
        assertThat(Main.run(desk, "probe", "--help")).isZero();
        assertThat(desk.text()).contains("sniff [HOST] [--seconds N]", "probe [HOST] [PORTS] [--wait N]",
                "--path /PAGE",
                "an address outside\nof it is refused");
    }

    @Test
    void refuses_what_it_does_not_know() {
        assertThat(Main.run(desk, "listen")).isEqualTo(GivenUp.USAGE);
        assertThat(desk.text()).isEqualTo("'listen' is neither sniff nor probe; --help has more.\n");
        assertThat(Main.run(desk, "sniff", "--seconds", "0")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "sniff", "127.0.0.1", "7")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "probe", "80", "--wait", "soon")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "--host", "192.0.2.1")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "--path", "nowhere")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "--loss", "51")).isEqualTo(GivenUp.USAGE);
        assertThat(Main.run(desk, "--root", root.resolve("none").toString())).isEqualTo(GivenUp.NOT_TO_BE_HAD);
    }
}
