package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.Folders;

/// The command on the workbook's own first chapter: real answers, real packets.
class WireCommandTest {
    private static final Path REAL = Path.of(System.getProperty("workbook.root"));
    private static final Path SOLUTIONS = REAL.resolve("solutions/01-socket-basics");
    private static final String PACKAGE = "workbook/sockets";

    @TempDir
    Path root;
    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    private String out = "";
    private String err = "";

    @BeforeEach
    void a_copy_of_the_first_chapter() throws IOException {
        assumeTrue(Files.exists(SOLUTIONS), "NOT RUN: this copy of the workbook has no solutions");
        Folders.copy(REAL.resolve("chapters"), root.resolve("chapters"));
        Files.createSymbolicLink(root.resolve("tools"), REAL.resolve("tools"));
    }

    @AfterEach
    void no_link_is_left() throws IOException {
        if (Files.isSymbolicLink(root.resolve("tools"))) {
            Files.delete(root.resolve("tools"));
        }
    }

    @Test
    void draws_the_test_that_fails() throws IOException {
        writes("recv-exactly/one-read");
        assertThat(wire("recv-exactly")).isEqualTo(1);
        assumePrivate();
        assertThat(out).containsSubsequence("recv-exactly > reads on after a pause: failed", "you :", "the test :",
                "SYN seq 0 ---", "PSH ACK seq 1-3, ack 1 \"hel\"", "your code ", "PSH ACK seq 4-5, ack 1 \"lo\"",
                "sends no more", "FIN      the end of what this side sends", "it counts",
                "--test reads_on_after_a_pause --seed ").doesNotContain("RST").contains("no attempt");
        assertThat(root.resolve(".workbook/history")).satisfies(history -> assertThat(
                Files.exists(history) ? Files.readString(history) : "").doesNotContain("recv-exactly"));
        assertThat(out.lines()).filteredOn(line -> !line.contains("./workbook")).allMatch(line -> line.length() <= 80);
    }

    @Test
    void says_in_a_sentence_that_nothing_passed() throws IOException {
        assertThat(wire("framing", "--test", "leaves nothing in a buffer")).isEqualTo(1);
        assumePrivate();
        assertThat(out).contains("not written yet", "No packet passed: your code is not written yet.");
    }

    @Test
    void draws_what_passed_until_a_test_hung() throws IOException {
        write("RecvExactly", """
                package workbook.sockets;
                import java.io.IOException;
                import java.io.InputStream;
                class RecvExactly {
                    static byte[] recvExactly(InputStream in, int count) throws IOException {
                        in.read();
                        while (true) {
                            Thread.onSpinWait();
                        }
                    }
                }
                """);
        assertThat(wire("recv-exactly", "--test", "reads on after a pause")).isEqualTo(1);
        assumePrivate();
        assertThat(out).containsSubsequence("reads on after a pause: hung", "PSH ACK seq 1-3, ack 1 \"hel\"");
    }

    @Test
    void draws_what_passed_until_the_answer_ended_the_jvm() throws IOException {
        write("RecvExactly", """
                package workbook.sockets;
                import java.io.IOException;
                import java.io.InputStream;
                class RecvExactly {
                    static byte[] recvExactly(InputStream in, int count) throws IOException {
                        in.read();
                        System.exit(3);
                        return new byte[0];
                    }
                }
                """);
        assertThat(wire("recv-exactly", "--test", "pause")).isEqualTo(1);
        assumePrivate();
        assertThat(out).containsSubsequence("reads on after a pause", "PSH ACK seq 1-3, ack 1 \"hel\"");
    }

    @Test
    void writes_a_picture_and_a_capture_that_tshark_finds_in_order() throws Exception {
        writes("three-endings/closed-for-half");
        var svg = root.resolve("w.svg");
        var pcap = root.resolve("w.pcap");
        assertThat(wire("three-endings", "--svg", svg.toString(), "--pcap", pcap.toString())).isEqualTo(1);
        assumePrivate();
        assertThat(out).contains("RST ", "reset: closed before");
        assertThat(Files.size(svg)).isLessThan(20_000);
        var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
        assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("The packets of three-endings: asks and hears the whole reply");
        assertThat(picture.getElementsByTagName("script").getLength()).isZero();
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(bin -> Files.exists(Path.of(bin, "tshark"))),
                "NOT RUN: tshark is not installed; apt-get install tshark");
        var tshark = new ProcessBuilder("tshark", "-r", pcap.toString(), "-o", "tcp.check_checksum:TRUE", "-T",
                "fields", "-e", "tcp.checksum.status", "-e", "frame.cap_len", "-e", "frame.len", "-E", "separator=,")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = new String(tshark.getInputStream().readAllBytes(), UTF_8).lines().toList();
        assertThat(tshark.waitFor()).isZero();
        assertThat(lines).hasSize((int) out.lines().filter(line -> line.matches(" +\\d+\\.\\d\\d ms .*")).count());
        assertThat(lines).allSatisfy(line -> {
            var fields = line.split(",");
            assertThat(fields[0]).as("checksum: 1 is good").isEqualTo("1");
            assertThat(fields[1]).as("whole").isEqualTo(fields[2]);
        });
    }

    @Test
    void lists_how_many_packets_pass_in_each_test() throws IOException {
        writes("recv-exactly/one-read");
        var exitCode = wire("recv-exactly", "--list", "--test", "pause");
        assumePrivate();
        assertThat(exitCode).isZero();
        assertThat(out).matches(" +\\d+ packets  reads on after a pause: failed\n");
    }

    @Test
    void says_which_tests_there_are() throws IOException {
        assertThat(wire("recv-exactly", "--test", "nonsense")).isEqualTo(2);
        assertThat(err)
                .contains("'nonsense' is no test of recv-exactly; its tests are: reads bytes that arrive at once;");
        assertThat(wire("recv-exactly", "--test", "reads")).isEqualTo(2);
        assertThat(err).contains("'reads' may be one of: ");
    }

    @Test
    void is_not_run_on_the_machines_own_network() throws IOException {
        // A copy of the script that gives private networks, which gives none.
        Files.delete(root.resolve("tools"));
        var java = root.resolve("tools/net/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\nexport WORKBOOK_NETWORK=host\n"
                + "export WORKBOOK_NETWORK_REASON='Nobody may: do this'\nexec '"
                + Path.of(System.getProperty("java.home"), "bin", "java") + "' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        writes("recv-exactly/one-read");
        assertThat(wire("recv-exactly", "--test", "pause")).isEqualTo(3);
        assertThat(err).contains("NOT RUN: packets are recorded in a private network only", "Nobody may: do this.",
                "./workbook doctor");
    }

    private int wire(String... arguments) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        var console = Console.plain(new PrintStream(outBytes, true, UTF_8), new PrintStream(errBytes, true, UTF_8));
        var exitCode = Main.run(new Setup(root, console, environment, () -> EngineRunner.of(root)),
                Stream.concat(Stream.of("wire"), Stream.of(arguments)).toArray(String[]::new));
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return exitCode;
    }

    private void assumePrivate() {
        assumeTrue(!err.contains("NOT RUN"), err);
    }

    /// The learner's answer is this wrong one.
    private void writes(String wrong) throws IOException {
        try (var files = Files.list(SOLUTIONS.resolve("wrong").resolve(wrong))) {
            for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Files.copy(file, sources().resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(sources().resolve(name + ".java"), text);
    }

    private Path sources() {
        return root.resolve("chapters/01-socket-basics/src/main/java").resolve(PACKAGE);
    }
}
