package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.Exercise;

class BaseTest {
    private static final String STUB = "class Hello { static void say() { throw todo(\"say it\"); } }\n";
    private static final String ANSWER = "class Hello { static void say() { System.out.println(\"grüß\"); } }\n";

    @TempDir
    Path root;
    private Path stub;
    private Exercise exercise;
    private Base base;

    @BeforeEach
    void a_workbook_of_one_exercise() throws IOException {
        stub = root.resolve("chapters/01-talk/src/main/java/Hello.java");
        Files.createDirectories(stub.getParent());
        Files.writeString(stub, STUB);
        Files.createDirectories(root.resolve("chapters/01-talk/target/classes"));
        Files.writeString(root.resolve("chapters/01-talk/README.adoc"), "= Talk\n");
        exercise = new Exercise("hello", "Hello", "01-talk", "s", "S", 1, 10, Exercise.Level.CORE, 5, "say hello",
                List.of(), Exercise.Judge.INSIDE, Exercise.Needs.LOOPBACK, List.of(stub), stub, List.of(), "",
                List.of(), stub, 1);
        base = Base.of(root);
    }

    @Test
    void copies_the_chapters_without_what_was_built() throws IOException {
        base.write(List.of(exercise));
        assertThat(base.pristine(stub)).hasContent(STUB);
        assertThat(root.resolve(".workbook/base/chapters/01-talk/README.adoc")).exists();
        assertThat(root.resolve(".workbook/base/chapters/01-talk/target")).doesNotExist();
        assertThat(root.resolve(".workbook/base/sha256")).content(UTF_8).contains("Hello.java");
    }

    @Test
    void leaves_nothing_half_written() throws IOException {
        base.write(List.of(exercise));
        base.write(List.of(exercise));
        try (var files = Files.list(root.resolve(".workbook"))) {
            assertThat(files).containsExactly(root.resolve(".workbook/base"));
        }
    }

    @Test
    void refuses_a_stub_that_is_written_already() throws IOException {
        Files.writeString(stub, ANSWER);
        assertThatThrownBy(() -> base.write(List.of(exercise))).isInstanceOf(NotPristine.class)
                .hasMessageStartingWith("chapters/01-talk/src/main/java/Hello.java was changed or removed")
                .hasMessageContaining("git checkout -- chapters/01-talk/src/main/java/Hello.java");
        assertThat(base.exists()).isFalse();
        assertThat(root.resolve(".workbook")).isEmptyDirectory();
    }

    @Test
    void takes_a_changed_stub_from_the_last_commit() throws Exception {
        git("init", "-q");
        git("add", ".");
        git("-c", "user.name=T", "-c", "user.email=t@localhost", "commit", "-q", "-m", "Start");
        Files.writeString(stub, ANSWER);
        assertThat(base.write(List.of(exercise))).containsExactly(stub);
        assertThat(base.pristine(stub)).hasContent(STUB);
        assertThat(stub).hasContent(ANSWER);
        assertThat(base.isChanged(exercise)).isTrue();
    }

    @Test
    void takes_a_deleted_stub_from_the_last_commit() throws Exception {
        git("init", "-q");
        git("add", ".");
        git("-c", "user.name=T", "-c", "user.email=t@localhost", "commit", "-q", "-m", "Start");
        Files.delete(stub);
        base.write(List.of(exercise));
        assertThat(base.pristine(stub)).hasContent(STUB);
    }

    @Test
    void puts_a_stub_back_and_keeps_the_answer() throws IOException {
        base.write(List.of(exercise));
        Files.writeString(stub, ANSWER);
        var kept = base.reset(exercise).orElseThrow();
        assertThat(stub).hasContent(STUB);
        assertThat(kept.resolve("Hello.java")).hasContent(ANSWER);
        assertThat(kept.getParent()).isEqualTo(root.resolve(".workbook/backup"));
    }

    @Test
    void keeps_each_of_two_answers_of_the_same_second() throws IOException {
        base.write(List.of(exercise));
        Files.writeString(stub, "one");
        var one = base.reset(exercise).orElseThrow();
        Files.writeString(stub, "two");
        var two = base.reset(exercise).orElseThrow();
        assertThat(one.resolve("Hello.java")).hasContent("one");
        assertThat(two.resolve("Hello.java")).hasContent("two");
    }

    /// A link may lead out of the workbook, to a file that is nobody's but the learner's.
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void replaces_a_link_and_not_what_it_leads_to() throws IOException {
        base.write(List.of(exercise));
        var elsewhere = Files.writeString(root.resolve("elsewhere.java"), "mine");
        Files.delete(stub);
        Files.createSymbolicLink(stub, elsewhere);
        base.reset(exercise);
        assertThat(elsewhere).hasContent("mine");
        assertThat(stub).hasContent(STUB);
        assertThat(stub).isRegularFile();
    }

    @Test
    void puts_a_deleted_stub_back() throws IOException {
        base.write(List.of(exercise));
        Files.delete(stub);
        assertThat(base.isChanged(exercise)).isTrue();
        assertThat(base.reset(exercise)).isEmpty();
        assertThat(stub).hasContent(STUB);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void gives_a_stub_that_was_deleted_the_rights_of_any_new_file() throws IOException {
        base.write(List.of(exercise));
        Files.delete(stub);
        base.reset(exercise);
        var another = Files.createFile(stub.resolveSibling("Another.java"));
        assertThat(Files.getPosixFilePermissions(stub)).isEqualTo(Files.getPosixFilePermissions(another));
    }

    @Test
    void keeps_no_backup_of_an_untouched_stub() throws IOException {
        base.write(List.of(exercise));
        assertThat(base.isChanged(exercise)).isFalse();
        assertThat(base.reset(exercise)).isEmpty();
    }

    @Test
    void never_puts_back_what_is_not_the_original() throws IOException {
        base.write(List.of(exercise));
        Files.writeString(base.pristine(stub), "scribbled over");
        Files.writeString(stub, ANSWER);
        assertThatThrownBy(() -> base.reset(exercise)).isInstanceOf(NotPristine.class);
        assertThat(stub).hasContent(ANSWER);
    }

    private void git(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
