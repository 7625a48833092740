package workbook.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workbook.cli.Console;
import workbook.cli.Paint;
import workbook.cli.Programs;

/// With an `apt-get` that only writes down what it is asked.
@EnabledOnOs(OS.LINUX)
class FixTest {
    private static final List<String> MISSING = List.of("nc", "curl");

    @TempDir
    Path folder;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void an_apt_get() throws IOException {
        program("apt-get", "echo \"$@\" >>" + folder.resolve("asked"));
        program("env", "while [ \"${1#*=}\" != \"$1\" ]; do shift; done; exec \"$@\"");
        Files.createDirectories(folder.resolve("lists"));
    }

    @Test
    void updates_empty_lists_before_it_installs() throws IOException {
        program("id", "echo 0");
        assertThat(fix().install(MISSING)).isTrue();
        assertThat(asked()).containsExactly("-q update",
                "-q install -y --no-install-recommends netcat-openbsd curl");
        assertThat(said.toString(UTF_8)).contains("Installing netcat-openbsd, curl with apt-get");
    }

    @Test
    void installs_at_once_where_the_lists_are_filled() throws IOException {
        program("id", "echo 0");
        Files.createFile(folder.resolve("lists/archive_main_binary-amd64_Packages.lz4"));
        fix().install(MISSING);
        assertThat(asked()).containsExactly("-q install -y --no-install-recommends netcat-openbsd curl");
    }

    @Test
    void updates_and_tries_again_if_the_lists_were_too_old() throws IOException {
        program("id", "echo 0");
        program("apt-get", "echo \"$@\" >>" + folder.resolve("asked") + "; [ \"$2\" = update ]");
        Files.createFile(folder.resolve("lists/archive_main_binary-amd64_Packages"));
        fix().install(MISSING);
        assertThat(asked()).hasSize(3).element(1).isEqualTo("-q update");
    }

    @Test
    void asks_sudo_where_that_needs_no_password() throws IOException {
        program("id", "echo 1000");
        program("sudo", "shift; exec \"$@\"");
        program("true", "exit 0");
        assertThat(fix().install(MISSING)).isTrue();
        assertThat(asked()).hasSize(2);
    }

    @Test
    void only_says_the_line_where_it_may_not() throws IOException {
        program("id", "echo 1000");
        program("sudo", "exit 1");
        assertThat(fix().install(MISSING)).isFalse();
        assertThat(folder.resolve("asked")).doesNotExist();
        assertThat(said.toString(UTF_8)).contains("type: sudo apt-get install -y netcat-openbsd curl");
    }

    @Test
    void only_says_the_line_on_other_systems() throws IOException {
        Files.delete(folder.resolve("bin/apt-get"));
        program("dnf", "echo no");
        program("id", "echo 0");
        assertThat(fix().install(MISSING)).isFalse();
        assertThat(said.toString(UTF_8)).contains("type: dnf install -y netcat curl");
    }

    @Test
    void does_nothing_where_nothing_is_missing() throws IOException {
        assertThat(fix().install(List.of())).isFalse();
        assertThat(said.toString(UTF_8)).isEmpty();
    }

    private Fix fix() {
        var out = new PrintStream(said, true, UTF_8);
        return new Fix(new Programs(Map.of("PATH", folder.resolve("bin").toString())),
                new Console(out, out, false, 80, Paint.PLAIN), folder.resolve("lists"));
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"), UTF_8);
    }

    private void program(String name, String script) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        var file = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\n" + script + "\n", UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
