package workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// On a machine that has nothing but what a test has put there, and is otherwise as good as the real one.
@EnabledOnOs(OS.LINUX)
class DoctorCommandTest {
    @TempDir
    Path root;
    private Fixture workbook;

    @BeforeEach
    void a_machine_without_curl() throws IOException {
        workbook = new Fixture(root);
        workbook.environment("PATH", root.resolve("bin").toString());
        workbook.program("mvn", "echo Apache Maven 3.9.9");
        workbook.program("nc", "echo OpenBSD netcat");
        workbook.program("python3", "echo Python 3.13.0");
        workbook.program("bwrap", "echo bubblewrap 0.11.0");
        workbook.program("git", "echo git version 2.47.0");
        workbook.program("id", "echo 0");
        workbook.program("env", "while [ \"${1#*=}\" != \"$1\" ]; do shift; done; exec \"$@\"");
        workbook.program("apt-get", "case \"$*\" in *install*curl*) printf '#!/bin/sh\\necho curl 8.14.1\\n' >"
                + root.resolve("bin/curl") + "; /bin/chmod +x " + root.resolve("bin/curl") + ";; esac");
    }

    @Test
    void ends_with_3_where_something_is_missing() {
        assertThat(workbook.run("doctor")).isEqualTo(3);
        assertThat(workbook.out()).contains("x curl", "missing", "apt-get install -y curl",
                "Not everything can run here yet: curl, see above.").doesNotContain("sudo");
    }

    @Test
    void says_what_it_does_mends_it_and_looks_again() {
        assertThat(workbook.run("doctor", "--fix")).isZero();
        assertThat(workbook.out()).containsSubsequence("x curl", "Installing curl with apt-get", "Looking again:",
                "+ curl", "8.14.1", "Everything in this workbook can run here.");
        assertThat(workbook.run("doctor", "--fix")).isZero();
        assertThat(workbook.out()).contains("There is nothing to mend.").doesNotContain("Installing");
    }

    @Test
    void looks_again_and_ends_with_3_where_mending_failed() throws IOException {
        workbook.program("apt-get", "echo E: no network; exit 100");
        assertThat(workbook.run("doctor", "--fix")).isEqualTo(3);
        assertThat(workbook.out()).containsSubsequence("E: no network", "Looking again:", "x curl");
    }

    @Test
    @SuppressWarnings("unchecked")
    void answers_programs_in_json() throws IOException {
        assertThat(workbook.run("doctor", "--json")).isEqualTo(3);
        var all = JSON.std.mapFrom(workbook.out());
        assertThat(all).containsEntry("ready", false);
        assertThat((List<Map<String, Object>>) all.get("findings")).anySatisfy(finding -> assertThat(finding)
                .containsEntry("what", "curl")
                .containsEntry("level", "gap")
                .containsEntry("found", "missing")
                .containsEntry("remedies", List.of("apt-get install -y curl"))
                .containsEntry("packages", List.of("curl")));
        assertThat(workbook.run("doctor", "--json", "--fix")).isEqualTo(2);
        assertThat(workbook.out()).isEmpty();
    }
}
