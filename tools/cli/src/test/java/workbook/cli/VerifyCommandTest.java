package workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Verifies with programs of its own on the PATH, so that nothing of this machine is needed and nothing is installed.
@EnabledOnOs(OS.LINUX)
class VerifyCommandTest {
    @TempDir
    Path root;
    private Fixture workbook;

    @BeforeEach
    void a_workbook_on_a_machine_that_has_everything() throws IOException {
        workbook = new Fixture(root);
        workbook.program("mvn", """
                [ "$2" = -v ] && { echo 'Apache Maven 3.9.9 (1234)'; exit 0; }
                echo "$@" >>"%s/said"
                echo '[INFO] Building Sockets by Hand: kit 1                  [2/9]'
                echo '[INFO] Tests run: 7, Failures: 0, Errors: 0, Skipped: 0'
                echo '[INFO] Reactor Summary for Sockets by Hand 1:'
                exit ${MAVEN_EXIT:-0}
                """.formatted(root));
        workbook.program("bwrap", "echo bubblewrap 0.11.0");
        workbook.program("git", "echo git version 2.39.5");
        workbook.program("curl", "echo curl 8.5.0");
        workbook.program("nc", "echo OpenBSD netcat");
        workbook.program("python3", "echo Python 3.12.1");
        workbook.program("id", "echo 1000");
        workbook.environment("PATH", root.resolve("bin").toString());
        workbook.run("list");
    }

    @Test
    void runs_maven_strictly_and_passes_its_words_on() {
        assertThat(workbook.run("verify")).isZero();
        assertThat(said()).isEqualTo("-B verify -Dworkbook.strict=true\n");
        assertThat(workbook.out()).contains("[INFO] Tests run: 7, Failures: 0, Errors: 0, Skipped: 0",
                "The workbook is as it should be.")
                .startsWith("This machine has everything")
                .containsPattern("Sockets by Hand: kit +\\d+\\.\\d s");
    }

    @Test
    void passes_on_that_all_attacks_are_wanted() {
        assertThat(workbook.run("verify", "--attacks")).isZero();
        assertThat(said()).isEqualTo("-B verify -Dworkbook.strict=true -Dworkbook.attacks=all\n");
    }

    @Test
    void exits_with_1_if_the_workbooks_tests_fail() {
        workbook.environment("MAVEN_EXIT", "1");
        assertThat(workbook.run("verify")).isEqualTo(1);
    }

    @Test
    void leaves_the_stub_row_of_the_learners_own_exercises_out() throws IOException {
        Files.writeString(workbook.stubFile("SayBye"), "package workbook.talk;\nclass SayBye {}\n");
        assertThat(workbook.run("verify")).isZero();
        assertThat(workbook.out()).contains("say-bye: yours, stub row skipped");
        assertThat(said()).contains("-Dworkbook.changed=say-bye");
    }

    @Test
    void leaves_nothing_out_in_continuous_integration() throws IOException {
        Files.writeString(workbook.stubFile("SayBye"), "package workbook.talk;\nclass SayBye {}\n");
        workbook.environment("CI", "true");
        assertThat(workbook.run("verify")).isZero();
        assertThat(said()).doesNotContain("workbook.changed");
    }

    @Test
    void stops_at_a_stub_that_does_not_compile() throws IOException {
        Files.writeString(workbook.stubFile("SayBye"), "package workbook.talk;\nclass SayBye {\n    int x = ;\n}\n");
        assertThat(workbook.run("verify")).isEqualTo(3);
        assertThat(workbook.err()).hasLineCount(1)
                .startsWith("chapters/01-talking/src/main/java/workbook/talk/SayBye.java:3: does not compile")
                .contains("./workbook reset say-bye puts the original back");
        assertThat(root.resolve("said")).doesNotExist();
    }

    @Test
    void compiles_a_chapter_with_those_that_it_uses() throws IOException {
        var given = workbook.stubFile("SayBye").resolveSibling("Words.java");
        Files.writeString(given, "package workbook.talk;\npublic class Words {}\n");
        var more = Files.createDirectories(root.resolve("chapters/02-more/src/main/java/workbook/more"));
        Files.writeString(root.resolve("chapters/02-more/README.adoc"),
                "= More\n:topic: more\n:package: workbook.more\n:uses: talking\n");
        Files.writeString(more.resolve("Main.java"),
                "package workbook.more;\nclass Main {\n    workbook.talk.Words words;\n}\n");
        assertThat(workbook.run("verify")).as(workbook.err()).isZero();
    }

    @Test
    void stops_at_a_stub_that_is_gone() throws IOException {
        Files.delete(workbook.stubFile("SayBye"));
        assertThat(workbook.run("verify")).isEqualTo(3);
        assertThat(workbook.err()).contains("./workbook reset say-bye");
    }

    @Test
    void stops_where_a_witness_is_missing_and_says_how_to_get_it() throws IOException {
        Files.delete(root.resolve("bin/nc"));
        workbook.program("apt-get", "exit 1");
        assertThat(workbook.run("verify")).isEqualTo(3);
        assertThat(workbook.out()).contains("sudo apt-get install -y netcat-openbsd");
        assertThat(root.resolve("said")).doesNotExist();
    }

    @Test
    void says_in_one_sentence_that_the_course_needs_maven() throws IOException {
        Files.delete(root.resolve("bin/mvn"));
        assertThat(workbook.run("course")).isEqualTo(3);
        assertThat(workbook.err()).isEqualTo("Maven is not on the PATH; ./workbook doctor says how to install it.\n");
    }

    private String said() {
        return Fixture.text(root.resolve("said"));
    }
}
