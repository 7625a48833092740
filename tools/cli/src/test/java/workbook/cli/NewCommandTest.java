package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;

class NewCommandTest {
    @TempDir
    Path root;
    private Fixture workbook;

    @BeforeEach
    void a_workbook() throws IOException {
        workbook = new Fixture(root);
    }

    @Test
    void writes_an_exercise_that_the_workbook_can_read() throws IOException {
        assertThat(workbook.run("new", "talking", "ask-twice")).isZero();
        var exercise = Catalogue.read(root).find("ask-twice").orElseThrow();
        assertThat(exercise.order()).isEqualTo(3);
        assertThat(exercise.hints()).hasSize(3);
        assertThat(exercise.stubs()).singleElement().satisfies(stub -> assertThat(stub).content().contains("todo("));
        assertThat(workbook.out()).contains("chapters/01-talking/README.adoc\n",
                "solutions/01-talking/wrong/ask-twice/mistake-4/says.txt",
                "\"-Dworkbook.only=the workbook,ask-twice\"");
        assertThat(workbook.run("task", "ask-twice")).isZero();
    }

    @Test
    void writes_what_compiles() throws IOException {
        workbook.run("new", "talking", "ask-twice");
        var exercise = Catalogue.read(root).find("ask-twice").orElseThrow();
        for (var answer : answers(exercise)) {
            assertThat(compile(answer, exercise.test())).as(answer.toString()).isEmpty();
        }
        assertThat(answers(exercise)).hasSize(1 + 1 + 2 + 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ask", "ask_twice", "2ask", "ask-", "ask twice", "../ask"})
    void refuses_what_is_no_id(String id) throws IOException {
        refuses("'" + id + "' is no id; write lower-case words joined by hyphens", "talking", id);
    }

    @Test
    void refuses_an_id_that_is_taken_and_a_chapter_that_is_not_there() throws IOException {
        refuses("'say-bye' is taken by chapters/01-talking/README.adoc:", "talking", "say-bye");
        refuses("There is no chapter 'talkin'; did you mean talking?", "talkin", "ask-twice");
    }

    @Test
    void overwrites_nothing() throws IOException {
        workbook.write("solutions/01-talking/wrong/ask-twice/mistake-3/says.txt", "mine");
        refuses("mistake-3/says.txt exists already", "talking", "ask-twice");
    }

    @Test
    void refuses_a_copy_without_solutions() throws IOException {
        Files.move(root.resolve("solutions"), root.resolve("elsewhere"));
        assertThat(workbook.run("new", "talking", "ask-twice")).isEqualTo(3);
        assertThat(workbook.err()).hasLineCount(1).contains("has no solutions/01-talking");
    }

    private void refuses(String words, String... arguments) throws IOException {
        workbook.run("list");
        var before = files();
        assertThat(workbook.run("new", arguments[0], arguments[1])).isEqualTo(2);
        assertThat(workbook.err()).hasLineCount(1).contains(words);
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(file -> file + "\n" + Fixture.text(file)).sorted().toList();
        }
    }

    private List<Path> answers(Exercise exercise) throws IOException {
        try (var files = Files.walk(root)) {
            var name = exercise.stubs().getFirst().getFileName();
            return files.filter(file -> file.endsWith(name) && !file.toString().contains(".workbook")).toList();
        }
    }

    private String compile(Path answer, Path test) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, UTF_8)) {
            var options = List.of("-proc:none", "-Xlint:all", "-d", Files.createTempDirectory(root, "out").toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(answer, test)).call();
        }
        return said.toString();
    }
}
