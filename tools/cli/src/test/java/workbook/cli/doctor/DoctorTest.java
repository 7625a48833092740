package workbook.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.Console;
import workbook.cli.Fixture;
import workbook.cli.Paint;
import workbook.cli.Programs;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;

/// Each gap, made: with programs and folders that a test has put there.
@EnabledOnOs(OS.LINUX)
class DoctorTest {
    @TempDir
    Path folder;
    private Programs programs;
    private List<Exercise> exercises;

    @BeforeEach
    void a_machine() throws IOException {
        new Fixture(folder);
        exercises = Catalogue.read(folder).exercises();
        programs = new Programs(Map.of("PATH", folder.resolve("bin").toString()));
        program("apt-get", "exit 1");
    }

    @Test
    void names_the_tests_that_ask_a_missing_program_and_the_package_it_is_in() throws IOException {
        witness("ss");
        var ss = peer("ss");
        assertThat(ss.level()).isEqualTo(Finding.Level.GAP);
        assertThat(ss.effect()).isEqualTo("NOT RUN: the tests of say-hello that ask ss");
        assertThat(ss.remedies()).containsExactly(new Finding.Remedy("", "sudo apt-get install -y iproute2"));
        assertThat(ss.packages()).containsExactly("ss");
        program("ss", "[ \"$1\" = -V ] && echo ss utility, iproute2-6.1.0, libbpf 1.1.0");
        assertThat(peer("ss")).isEqualTo(Finding.fine("ss", "6.1.0"));
    }

    @Test
    void takes_no_other_netcat_for_openbsds() throws IOException {
        program("nc", "echo GNU netcat");
        assertThat(peer("nc")).extracting(Finding::level, Finding::found)
                .containsExactly(Finding.Level.GAP, "another netcat than OpenBSD's");
        program("nc", "echo OpenBSD netcat");
        assertThat(peer("nc").level()).isEqualTo(Finding.Level.FINE);
    }

    @Test
    void does_without_git() throws IOException {
        assertThat(peer("git").level()).isEqualTo(Finding.Level.NOTE);
    }

    @Test
    void says_the_line_that_the_network_script_says_and_a_narrower_one_for_apparmor() throws IOException {
        network("host", "AppArmor keeps programs from using namespaces: sudo sysctl -w kernel.a=0");
        program("unshare", "");
        var finding = new Namespaces(folder, programs, exercises).finding();
        assertThat(finding.level()).isEqualTo(Finding.Level.NOTE);
        assertThat(finding.found()).isEqualTo("AppArmor keeps programs from using namespaces");
        assertThat(finding.remedies()).hasSize(2).contains(new Finding.Remedy("", "sudo sysctl -w kernel.a=0"));
        assertThat(finding.remedies().getLast().command()).contains("profile workbook-unshare "
                + folder.resolve("bin/unshare").toRealPath() + " flags=(unconfined) {\\n  userns,\\n}",
                "sudo tee /etc/apparmor.d/workbook-unshare", "sudo apparmor_parser -r ");
    }

    @Test
    void writes_the_profile_that_its_line_promises() throws Exception {
        network("host", "AppArmor: x");
        program("sudo", "shift 1; cat >" + folder.resolve("profile"));
        var line = new Namespaces(folder, programs, exercises).finding().remedies().getLast().command();
        var pipe = line.substring(line.indexOf("printf"), line.indexOf(" && sudo apparmor_parser -r"));
        var shell = new ProcessBuilder("sh", "-c", pipe);
        shell.environment().merge("PATH", folder.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
        assertThat(shell.start().waitFor()).isZero();
        assertThat(folder.resolve("profile")).hasContent("""
                abi <abi/4.0>,
                include <tunables/global>
                profile workbook-unshare /usr/bin/unshare flags=(unconfined) {
                  userns,
                }
                """);
    }

    @Test
    void finds_a_private_network_where_there_is_one() throws IOException {
        network("private", "");
        assertThat(new Namespaces(folder, programs, exercises).finding().level()).isEqualTo(Finding.Level.FINE);
    }

    @Test
    void names_the_exercises_that_are_not_run_without_a_network_of_their_own() throws IOException {
        needs("packets");
        network("host", "This system allows no user namespaces: sudo sysctl -w user.max_user_namespaces=10000");
        var finding = new Namespaces(folder, programs, exercises).finding();
        assertThat(finding.level()).isEqualTo(Finding.Level.GAP);
        assertThat(finding.effect()).isEqualTo("NOT RUN: say-hello");
    }

    @Test
    void wants_libpcap_only_where_a_chapter_does() throws IOException {
        assertThat(libpcap().level()).isEqualTo(Finding.Level.NOTE);
        assertThat(libpcap().packages()).isEmpty();
        Files.writeString(folder.resolve("chapters/01-talking/pom.xml"), "<artifactId>pcap4j-core</artifactId>", UTF_8);
        assertThat(libpcap().effect()).isEqualTo("NOT RUN: say-hello, say-bye");
        assertThat(libpcap().remedies().getFirst().command()).isEqualTo("sudo apt-get install -y libpcap0.8");
        var library = folder.resolve("usr/lib/x86_64-linux-gnu/libpcap.so.0.8");
        Files.createDirectories(library.getParent());
        Files.createFile(library);
        assertThat(libpcap()).isEqualTo(Finding.fine("libpcap", "libpcap.so.0.8"));
    }

    @Test
    void counts_what_may_be_open_at_once() {
        assertThat(new Limits(folder, OptionalLong.of(64)).files().level()).isEqualTo(Finding.Level.GAP);
        assertThat(new Limits(folder, OptionalLong.of(1024)).files().level()).isEqualTo(Finding.Level.FINE);
        assertThat(new Limits(folder, OptionalLong.empty()).files().level()).isEqualTo(Finding.Level.FINE);
        assertThat(Limits.ownOpenFiles()).isPresent();
    }

    @Test
    void misses_a_temp_folder_that_is_not_there() throws IOException {
        assertThat(new Disk(folder, folder.resolve("gone")).temporaryRoom().effect())
                .isEqualTo("NOT RUN: every exercise");
        Files.createFile(folder.resolve(".workbook"));
        assertThat(new Disk(folder, folder).writing().level()).isEqualTo(Finding.Level.GAP);
    }

    @Test
    void tells_terminals_apart() {
        assertThat(terminal(80, 24, "TERM", "xterm")).extracting(Finding::found)
                .containsExactly("xterm, 80 x 24, colours, files in full, not to be clicked", "C.UTF-8");
        assertThat(terminal(80, 24, "TERM", "dumb").getFirst().level()).isEqualTo(Finding.Level.NOTE);
        assertThat(terminal(40, 24, "TERM", "xterm").getFirst().level()).isEqualTo(Finding.Level.NOTE);
        assertThat(terminal(80, 10, "TERM", "xterm").getFirst().level()).isEqualTo(Finding.Level.NOTE);
        assertThat(terminal(80, 24, "LC_ALL", "C").getLast().found()).contains("is C, which is not UTF-8");
        assertThat(terminal(80, 24, "LC_ALL", "de_DE.utf8").getLast().level()).isEqualTo(Finding.Level.FINE);
    }

    @Test
    void says_gaps_in_the_width_of_the_screen_and_never_breaks_a_line_to_be_copied() {
        var findings = new Findings(List.of(Finding.fine("JDK", "25"),
                Finding.gap("nc", "missing", "NOT RUN: the tests of one, two and 3 more that ask nc",
                        "sudo apt-get install -y netcat-openbsd").mendedBy("nc").or("or:", "sudo more").withoutSudo()));
        assertThat(String.join("\n", findings.lines(Paint.PLAIN, 40))).isEqualTo("""
                + JDK  25
                x nc   missing
                       NOT RUN: the tests of one, two
                       and 3 more that ask nc
                       apt-get install -y netcat-openbsd
                       or:
                       more

                Not everything can run here yet: nc, see
                above. ./workbook doctor --fix installs
                what is missing.""");
    }

    private Finding peer(String name) throws IOException {
        var peers = new Peers(folder, programs, Witnesses.of(exercises), false);
        return peers.findings().stream().filter(each -> each.what().equals(name)).findFirst().orElseThrow();
    }

    private Finding libpcap() throws IOException {
        return new PacketLibrary(folder, folder, programs, exercises, false).finding();
    }

    private static List<Finding> terminal(int columns, int rows, String name, String value) {
        var environment = new HashMap<>(Map.of("TERM", "xterm", "LANG", "C.UTF-8"));
        environment.put(name, value);
        var none = new PrintStream(OutputStream.nullOutputStream());
        var console = new Console(none, none, true, columns, new Paint(true, true, false));
        return new Display(environment, console, OptionalInt.of(rows)).findings();
    }

    private void witness(String program) throws IOException {
        Files.writeString(exercises.getFirst().test(), "@Witness(\"" + program + "\")", UTF_8);
    }

    private void needs(String what) throws IOException {
        var readme = folder.resolve("chapters/01-talking/README.adoc");
        Files.writeString(readme,
                Files.readString(readme, UTF_8).replaceFirst("level=core", "needs=" + what + ",level=core"), UTF_8);
        exercises = Catalogue.read(folder).exercises();
    }

    /// Stands in for the script that makes a private network.
    private void network(String kind, String reason) throws IOException {
        executable(folder.resolve("tools/net/bin/java"), "echo " + kind + "; echo '" + reason + "'");
    }

    private void program(String name, String script) throws IOException {
        executable(folder.resolve("bin").resolve(name), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n", UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
