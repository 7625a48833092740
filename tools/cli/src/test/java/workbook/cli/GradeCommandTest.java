package workbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is handed to the grader; what the grader does with it stands in its own tests.
@EnabledOnOs({OS.LINUX, OS.MAC})
class GradeCommandTest {
    @TempDir
    Path root;
    private Fixture workbook;

    @BeforeEach
    void a_workbook_with_a_maven_that_builds_a_grader() throws IOException {
        workbook = new Fixture(root);
        var source = Files.writeString(root.resolve("Main.java"), """
                package workbook.grader;

                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        System.out.println(String.join("\\n", arguments));
                        System.err.println("and a complaint");
                        System.exit(3);
                    }
                }
                """);
        var classes = Files.createDirectories(root.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString())).isZero();
        workbook.program("mvn", """
                [ "$2" = -v ] && { echo 'Apache Maven 3.9.9 (1234)'; exit 0; }
                [ -z "$MAVEN_EXIT" ] || { echo 'it does not build'; exit 1; }
                mkdir -p "%1$s/tools/grader/target" && echo "%1$s/classes" >"%1$s/tools/grader/target/class-path"
                """.formatted(root));
        workbook.environment("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        workbook.run("list");
    }

    @Test
    void hands_on_folders_options_words_and_exit_code() {
        assertThat(workbook.run("grade", "in", "--out", "results", "--jobs", "3", "--only", "say-bye,say-hello",
                "--restart", "--trust-submissions")).isEqualTo(3);
        assertThat(workbook.out())
                .contains("\nbound\n", "\nroot=" + root, "\nsubmissions=" + Path.of("in").toAbsolutePath(),
                        "\nout=" + Path.of("results").toAbsolutePath(), "\njobs=3\n", "\nonly=say-bye,say-hello\n",
                        "\ntrusted\n",
                        "\nrestart")
                .doesNotContain("columns=", "quiet");
        assertThat(workbook.err()).isEqualTo("and a complaint\n");
    }

    @Test
    void knows_a_chapter_by_its_topic() {
        workbook.run("grade", "in", "--out", "results", "--chapter", "talking", "--quiet");
        assertThat(workbook.out()).startsWith("bound\n").contains("\nonly=say-hello", "\nquiet");
    }

    @Test
    void refuses_what_it_cannot_hand_on() {
        assertThat(workbook.run("grade", "in", "--out", "results", "--only", "say-by")).isEqualTo(2);
        assertThat(workbook.err()).isEqualTo("There is no exercise 'say-by'; did you mean say-bye?\n");
        assertThat(workbook.run("grade", "in", "--out", "results", "--jobs", "0")).isEqualTo(2);
        assertThat(workbook.err()).contains("--jobs 0: at least one answer is judged at a time.");
        assertThat(workbook.run("grade", "in")).isEqualTo(2);
        assertThat(workbook.err()).contains("--out");
    }

    @Test
    void shows_mavens_words_where_the_grader_does_not_build() {
        workbook.environment("MAVEN_EXIT", "1");
        assertThat(workbook.run("grade", "in", "--out", "results")).isEqualTo(3);
        assertThat(workbook.err()).contains("it does not build", "The grader could not be built");
    }
}
