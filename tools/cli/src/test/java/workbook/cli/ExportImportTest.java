package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.engine.State;
import workbook.engine.base.HashList;

class ExportImportTest {
    private static final String MAIN = "chapters/01-talking/src/main/java/workbook/talk/";

    @TempDir
    Path folder;
    private Fixture here;
    private Fixture there;
    private Path file;

    @BeforeEach
    void two_machines() throws IOException {
        here = new Fixture(Files.createDirectory(folder.resolve("here")));
        there = new Fixture(Files.createDirectory(folder.resolve("there")));
        here.run("list");
        there.run("list");
        file = folder.resolve("mine.zip");
    }

    @Test
    void brings_answers_files_of_ones_own_and_the_history() throws IOException {
        here.ends("say-hello", State.SOLVED);
        here.write(MAIN + "SayHello.java", "my answer");
        here.write(MAIN + "Helper.java", "my helper");
        here.write("chapters/01-talking/notes.txt", "my notes");
        here.run("check", "say-hello");
        export();
        takeIn();
        assertThat(there.out()).contains("3 files put in place, 1 event added");
        assertThat(there.root().resolve(MAIN + "SayHello.java")).hasContent("my answer");
        assertThat(there.root().resolve(MAIN + "Helper.java")).hasContent("my helper");
        assertThat(there.root().resolve("chapters/01-talking/notes.txt")).hasContent("my notes");
        there.run("list", "--json");
        assertThat(there.jsonList().toString()).contains("id=say-hello").contains("state=SOLVED");
    }

    @Test
    void does_nothing_a_second_time() throws IOException {
        here.write(MAIN + "SayHello.java", "mine");
        here.run("check", "say-hello");
        there.write(MAIN + "SayHello.java", "other");
        export();
        takeIn();
        var before = files();
        takeIn();
        assertThat(there.out()).contains("here already; nothing was changed");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void puts_an_answer_beside_one_that_is_here() throws IOException {
        here.write(MAIN + "SayHello.java", "mine");
        there.write(MAIN + "SayHello.java", "other");
        export();
        takeIn();
        assertThat(there.root().resolve(MAIN + "SayHello.java")).hasContent("other");
        assertThat(there.root().resolve(MAIN + "SayHello.java.imported")).hasContent("mine");
        assertThat(there.out()).contains("yours stay", MAIN + "SayHello.java.imported");
        here.write(MAIN + "SayHello.java", "mine, later");
        here.run("export", "--force", file.toString());
        takeIn();
        assertThat(there.root().resolve(MAIN + "SayHello.java.imported")).hasContent("mine");
        assertThat(there.root().resolve(MAIN + "SayHello.java.imported-2")).hasContent("mine, later");
    }

    @Test
    void never_replaces_a_test() throws IOException {
        var test = "chapters/01-talking/src/test/java/workbook/talk/SayHelloTest.java";
        here.write(test, "mine");
        export();
        takeIn();
        assertThat(there.root().resolve(test)).content().contains("class SayHelloTest");
        assertThat(there.root().resolve(test + ".imported")).hasContent("mine");
    }

    @Test
    void merges_histories_in_the_order_of_time_and_keeps_what_it_does_not_know() throws IOException {
        here.run("check", "say-hello");
        there.run("check", "say-hello");
        there.ends("say-hello", State.SOLVED);
        here.run("check", "say-hello");
        there.run("check", "say-hello");
        var unknown = "{\"at\":\"2031-01-01T00:00:00Z\",\"event\":\"sang\",\"song\":7}";
        Files.writeString(history(here), unknown + "\n{\"at\":\"20", StandardOpenOption.APPEND);
        export();
        takeIn();
        var events = there.workbook().history().events();
        assertThat(events).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at())).hasSize(5);
        assertThat(Fixture.text(history(there))).containsOnlyOnce(unknown);
        there.run("export", "--force", file.toString());
        assertThat(here.run("import", file.toString())).isZero();
        assertThat(here.workbook().history().lines()).containsAll(there.workbook().history().lines());
        there.run("list", "--json");
        assertThat(there.jsonList().getFirst().toString()).contains("state=SOLVED");
    }

    @Test
    void writes_the_same_bytes_for_the_same_work() throws IOException {
        here.write(MAIN + "SayHello.java", "mine");
        export();
        var first = Files.readAllBytes(file);
        here.run("export", "--force", file.toString());
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void overwrites_nothing_unless_told_to() throws IOException {
        Files.writeString(file, "precious");
        assertThat(here.run("export", file.toString())).isEqualTo(2);
        assertThat(here.err()).hasLineCount(1).contains("is there already", "--force");
        assertThat(file).hasContent("precious");
    }

    @Test
    void refuses_what_is_cut_off_foreign_or_missing() throws IOException {
        here.write(MAIN + "SayHello.java", "mine");
        export();
        var whole = Files.readAllBytes(file);
        for (var length = 0; length < whole.length; length += 151) {
            Files.write(file, Arrays.copyOf(whole, length));
            refuses("broken or cut off");
        }
        archive(Map.of("other.txt", "text"));
        refuses("it has no workbook.json");
        archive(Map.of("workbook.json", "{\"workbook\":\"sockets-by-hand\",\"format\":2,\"files\":[]}"));
        refuses("a later workbook wrote it");
        archive(Map.of("workbook.json", "[]"));
        refuses("broken or cut off");
        Files.delete(file);
        refuses("There is no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../slipped", "/tmp/slipped", "chapters/../slipped", "chapters/./x", "chapters\\..\\x",
            "chapters/01-talking/.git/config", "workbook", "tools/Evil.java", "chapters/c:x", "chapters/a\nb"})
    void refuses_paths_that_lead_elsewhere(String path) throws IOException {
        archive(Map.of("workbook.json", contents(path, "evil"), "history.jsonl", "", path, "evil"));
        refuses("which is no file of a chapter");
    }

    @Test
    void refuses_what_is_not_what_was_exported() throws IOException {
        var path = MAIN + "SayHello.java";
        archive(Map.of("workbook.json", contents(path, "good"), "history.jsonl", "", path, "evil"));
        refuses("is not what was exported");
        archive(Map.of("workbook.json", contents(path, "good"), "history.jsonl", ""));
        refuses("is missing in it");
        var bomb = "\0".repeat(17 << 20);
        archive(Map.of("workbook.json", contents(path, bomb), "history.jsonl", "", path, bomb));
        refuses("larger than any learner's work");
    }

    @Test
    void follows_no_link_out_of_the_workbook() throws IOException {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(there.root().resolve("chapters/99-link"), elsewhere);
        archive(Map.of("workbook.json", contents("chapters/99-link/deep/er/x.txt", "evil"), "history.jsonl", "",
                "chapters/99-link/deep/er/x.txt", "evil"));
        assertThat(there.run("import", file.toString())).isEqualTo(3);
        assertThat(there.err()).contains("is a link out of the workbook");
        assertThat(elsewhere).isEmptyDirectory();
    }

    private void export() {
        assertThat(here.run("export", file.toString())).as(here.err()).isZero();
    }

    private void takeIn() {
        assertThat(there.run("import", file.toString())).as(there.err()).isZero();
    }

    private void refuses(String words) throws IOException {
        var before = files();
        assertThat(there.run("import", file.toString())).isEqualTo(2);
        assertThat(there.err()).hasLineCount(1).contains(words);
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(there.root())) {
            return files.filter(Files::isRegularFile)
                    .filter(each -> !each.toString().endsWith(".lock"))
                    .map(each -> each + "\n" + Fixture.text(each))
                    .sorted()
                    .toList();
        }
    }

    private static Path history(Fixture workbook) {
        return workbook.root().resolve(".workbook/history.jsonl");
    }

    private static String contents(String path, String contents) throws IOException {
        var row = Map.of("path", path, "sha256", HashList.sha256(contents.getBytes(UTF_8)));
        return JSON.std.asString(Map.of("workbook", "sockets-by-hand", "format", 1, "files", List.of(row)));
    }

    private void archive(Map<String, String> entries) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(UTF_8));
            }
        }
    }
}
