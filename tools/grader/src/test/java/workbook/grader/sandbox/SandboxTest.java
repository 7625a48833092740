package workbook.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import workbook.grader.runner.ProbeMain;
import workbook.grader.NeedsSandboxes;

@NeedsSandboxes
class SandboxTest {
    private static final long MOST = 1 << 20;
    private static Stage stage;
    private static Sandbox sandbox;
    private static Path classes;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        stage = new Stage();
        sandbox = new Sandbox(stage, Path.of(System.getProperty("java.home")));
        classes = stage.room("probe");
        ModuleJar.write(classes.resolve("probe.jar"),
                ModuleJar.entries(ProbeMain.class, List.of("workbook/grader/runner/")));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static SandboxedProcess start(boolean packets, String argument) throws IOException, InterruptedException {
        return sandbox.start(new Cell(Map.of(classes, "/classes"), Map.of(), packets, Limits.OF_TESTS,
                List.of("-Xlog:disable", "-Xlog:all=off", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m",
                        "-XX:CompressedClassSpaceSize=48m", "-cp", "/classes/probe.jar", ProbeMain.class.getName(),
                        argument)),
                MOST);
    }

    private static Map<String, String> probe(boolean packets) throws IOException, InterruptedException {
        try (var process = start(packets, "probe")) {
            var status = process.status(Duration.ofSeconds(60));
            assertThat(status).as(process.printed()).hasValue(ProbeMain.DONE);
            return Stream.of(process.printed().split("\n"))
                    .collect(Collectors.toMap(line -> line.split("=")[0], line -> line.split("=", 2)[1]));
        }
    }

    @Test
    void shows_the_JDK_and_a_loopback_network_and_nothing_else() throws IOException, InterruptedException {
        var found = probe(false);
        assertThat(found.get("root").split(" ")).isSubsetOf("/bin", "/classes", "/dev", "/etc", "/home", "/jdk", "/lib",
                "/lib64", "/proc", "/tmp", "/usr");
        assertThat(found).containsEntry("mtu", "1500")
                .containsEntry("port 80", "0")
                .containsEntry("outside", "SocketException: Network is unreachable")
                .containsEntry("descriptors", "true")
                .containsEntry("home", "/home/student")
                .containsEntry("environment", "HOME LANG PATH PWD WORKBOOK_NETWORK WORKBOOK_NETWORK_ENTERED")
                .containsEntry("capabilities", "0000000000000000")
                .containsEntry("namespace", "0");
        assertThat(found.get("name")).startsWith("UnknownHostException");
        assertThat(found.get("memory")).contains("Permission denied");
        assertThat(found.get("program")).contains("Permission denied");
        assertThat(found.get("more namespaces")).contains("AccessDenied");
        assertThat(found.get("commandline")).startsWith("bwrap --args 3 -- /jdk/bin/java")
                .doesNotContain(stage.folder().toString());
    }

    @Test
    void bounds_files_memory_and_threads() throws IOException, InterruptedException {
        var found = probe(false);
        assertThat(Integer.parseInt(found.get("file"))).isBetween(1, 64);
        assertThat(Integer.parseInt(found.get("shared"))).isBetween(1, 16);
        assertThat(found.get("dev")).contains("Read-only file system");
        assertThat(Integer.parseInt(found.get("threads"))).isBetween(100, Limits.OF_TESTS.processes());
    }

    @Test
    void leaves_raw_sockets_to_those_that_need_them() throws IOException, InterruptedException {
        var found = probe(true);
        // CAP_NET_RAW is bit 13, linux/capability.h.
        assertThat(found).containsEntry("capabilities", "0000000000002000").containsEntry("port 80", "0");
        assertThat(found.get("memory")).contains("Permission denied");
        assertThat(found.get("outside")).contains("Network is unreachable");
    }

    @Test
    void ends_what_prints_without_end() throws IOException, InterruptedException {
        try (var process = start(false, "flood")) {
            assertThat(process.status(Duration.ofSeconds(20))).isPresent();
            assertThat(process.hasFlooded()).isTrue();
            assertThat(process.printed().length()).isEqualTo(64 << 10);
        }
    }

    @Test
    void ends_with_all_its_processes() throws IOException, InterruptedException {
        try (var process = start(false, "wait")) {
            assertThat(process.status(Duration.ofMillis(300))).isEqualTo(Optional.empty());
        }
        assertThat(ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains(ProbeMain.class.getName()))).isEmpty();
    }
}
