package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.Folders;
import workbook.engine.State;
import workbook.engine.base.Base;

class UpdateCommandTest {
    private static final String MAIN = "chapters/01-talking/src/main/java/workbook/talk/";
    private static final String TEST = "chapters/01-talking/src/test/java/workbook/talk/";

    @TempDir
    Path folder;
    private Fixture workbook;
    private Fixture newer;

    @BeforeEach
    void a_workbook_and_a_newer_one() throws IOException {
        workbook = new Fixture(Files.createDirectory(folder.resolve("mine")));
        newer = new Fixture(Files.createDirectory(folder.resolve("newer")));
        for (var each : List.of(workbook, newer)) {
            each.write("workbook", "#!/bin/sh\n");
            each.write("tools/Tool.java", "class Tool {}\n");
        }
        workbook.run("list");
    }

    @Test
    void refuses_before_it_begins_where_a_file_stands_in_the_way_of_a_folder() throws IOException {
        newer.write(MAIN + "more/More.java", "class More {}\n");
        workbook.write(MAIN + "more", "notes of the learner's\n");
        assertThat(workbook.run("update", newer.root().toString())).isEqualTo(3);
        assertThat(workbook.err()).contains("more is a file, where the workbook needs a folder", "nothing was changed")
                .hasLineCount(1);
        assertThat(file(".workbook/update")).doesNotExist();
        assertThat(workbook.run("list")).isZero();
    }

    @Test
    void replaces_what_the_learner_did_not_touch() throws IOException {
        newer.write("tools/Tool.java", "class Tool { int newer; }\n");
        newer.write(TEST + "SayByeTest.java", "class SayByeTest { int newer; }\n");
        Files.delete(newer.root().resolve("solutions/01-talking/src/main/java/workbook/talk/SayBye.java"));
        update();
        assertThat(file("tools/Tool.java")).content().contains("newer");
        assertThat(file(TEST + "SayByeTest.java")).content().contains("newer");
        assertThat(file("solutions/01-talking/src/main/java/workbook/talk/SayBye.java")).doesNotExist();
        assertThat(workbook.out()).contains("3 files that you had not changed came new")
                .contains("All that it replaced or removed is in .workbook/backup/");
        // Whatever it was: a file of the learner's that was there from the start looks like one of the workbook's.
        assertThat(originals("solutions/01-talking/src/main/java/workbook/talk/SayBye.java")).isNotEmpty();
        assertThat(originals("tools/Tool.java")).doesNotContain("newer");
        update();
        assertThat(workbook.out()).contains("as new as that already");
    }

    @Test
    void leaves_alone_what_only_the_learner_changed() throws IOException {
        workbook.write(MAIN + "SayHello.java", "mine");
        workbook.write("tools/Tool.java", "class Tool { int mine; }\n");
        newer.write(MAIN + "Given.java", "class Given {}\n");
        update();
        assertThat(file(MAIN + "SayHello.java")).hasContent("mine");
        assertThat(file("tools/Tool.java")).content().contains("mine");
        assertThat(file(MAIN + "Given.java")).exists();
    }

    @Test
    void merges_lines_that_do_not_meet_and_says_so() throws IOException {
        workbook.write(MAIN + "SayHello.java", stub().replace("throw todo(\"say it\");", "return \"hello\";"));
        var newStub = "/// Says hello.\n" + stub();
        newer.write(MAIN + "SayHello.java", newStub);
        update();
        assertThat(file(MAIN + "SayHello.java")).content().startsWith("/// Says hello.\n").contains("\"hello\"");
        assertThat(workbook.out()).contains("none met; check them:\n  " + MAIN + "SayHello.java");
        assertThat(backup(MAIN + "SayHello.java")).doesNotContain("Says hello").contains("\"hello\"");
        workbook.run("reset", "say-hello");
        assertThat(file(MAIN + "SayHello.java")).hasContent(newStub);
    }

    @Test
    void puts_a_stub_beside_an_answer_that_it_meets() throws IOException {
        var answer = stub().replace("throw todo(\"say it\");", "return \"hello\";");
        workbook.write(MAIN + "SayHello.java", answer);
        newer.write(MAIN + "SayHello.java", stub().replace("say it", "say it aloud"));
        update();
        assertThat(file(MAIN + "SayHello.java")).hasContent(answer);
        assertThat(file(MAIN + "SayHello.java.new")).content().contains("aloud");
        assertThat(workbook.out()).contains("so yours stay", MAIN + "SayHello.java.new");
        workbook.run("reset", "say-hello");
        assertThat(file(MAIN + "SayHello.java")).content().contains("aloud");
    }

    @Test
    void takes_the_new_test_and_keeps_the_learners() throws IOException {
        workbook.write(TEST + "SayByeTest.java", "mine");
        newer.write(TEST + "SayByeTest.java", "newer");
        update();
        assertThat(file(TEST + "SayByeTest.java")).hasContent("newer");
        assertThat(backup(TEST + "SayByeTest.java")).isEqualTo("mine");
    }

    @Test
    void keeps_an_answer_whose_stub_is_gone() throws IOException {
        workbook.write(MAIN + "Mine.java", "class Mine {}\n");
        newer.write(MAIN + "Given.java", "class Given {}\n");
        update();
        workbook.write(MAIN + "Given.java", "class Given { int mine; }\n");
        Files.delete(newer.root().resolve(MAIN + "Given.java"));
        newer.write("tools/Tool.java", "later");
        update();
        assertThat(file(MAIN + "Given.java")).content().contains("mine");
        assertThat(file(MAIN + "Mine.java")).exists();
        assertThat(workbook.out()).contains("they stay, for you wrote in them:\n  " + MAIN + "Given.java");
    }

    @Test
    void marks_a_pass_of_a_test_that_is_another_now() throws IOException {
        workbook.ends("say-hello", State.SOLVED);
        workbook.run("check", "--all");
        newer.write(TEST + "SayHelloTest.java", "newer");
        newer.write(TEST + "SayByeTest.java", "newer");
        update();
        assertThat(workbook.out()).containsPattern("to be checked again[^\n]*\n  say-hello\n$");
        workbook.run("list");
        assertThat(workbook.out()).contains("check again").doesNotContainPattern("say-bye.*check again");
        workbook.run("check", "say-hello");
        workbook.run("list");
        assertThat(workbook.out()).doesNotContain("check again");
    }

    @Test
    void refuses_one_that_is_older() throws IOException {
        var older = folder.resolve("older");
        Folders.copy(newer.root(), older);
        newer.write("tools/Tool.java", "newer");
        update();
        refuses("it is older", older.toString());
        Files.writeString(older.resolve("chapters/01-talking/README.adoc"),
                Fixture.README.substring(0, Fixture.README.indexOf("== Last words")), UTF_8);
        refuses("it lacks the exercise say-bye", older.toString());
    }

    @Test
    void refuses_what_is_no_newer_workbook() throws IOException {
        refuses("no address that Git can clone", "nowhere");
        refuses("That is this very workbook", workbook.root().toString());
        refuses("is no workbook", Files.createDirectory(folder.resolve("empty")).toString());
        newer.write(MAIN + "SayHello.java", "class SayHello {}\n");
        refuses("it has no todo(…)", newer.root().toString());
        newer.write("chapters/01-talking/README.adoc", "= No header\n");
        refuses("this workbook cannot read it (", newer.root().toString());
    }

    @Test
    void takes_archives_and_refuses_broken_ones() throws Exception {
        newer.write("tools/Tool.java", "zipped");
        newer.write("workbook", "#!/bin/sh\n# newer\n");
        var zip = zip("newer/", "");
        assertThat(workbook.run("update", zip.toString())).isZero();
        assertThat(file("tools/Tool.java")).hasContent("zipped");
        assertThat(file("workbook")).isExecutable();

        newer.write("tools/Tool.java", "tarred");
        var tar = folder.resolve("newer.tar.gz");
        runs("tar", "-C", folder.toString(), "-czf", tar.toString(), "newer");
        assertThat(workbook.run("update", tar.toString())).isZero();
        assertThat(file("tools/Tool.java")).hasContent("tarred");

        Files.write(tar, List.of("no archive"));
        refuses("is broken or cut off", tar.toString());
        Files.write(zip, List.of("no archive"));
        refuses("is broken or cut off", zip.toString());
        refuses("wants to write outside", zip("newer/", "../../slipped").toString());
        assertThat(folder.getParent().resolve("slipped")).doesNotExist();
    }

    @Test
    void clones_with_git() throws Exception {
        newer.write("tools/Tool.java", "cloned");
        commitAll(newer.root(), "Start");
        assertThat(workbook.run("update", newer.root().toUri().toString())).isZero();
        assertThat(file("tools/Tool.java")).hasContent("cloned");
        assertThat(workbook.run("update", "file:///nowhere/at/all")).isEqualTo(3);
        assertThat(workbook.err()).hasLineCount(1).contains("Git could not clone", "Nothing was changed");
    }

    @Test
    void follows_a_pull_and_no_commit_of_the_learners() throws Exception {
        commitAll(newer.root(), "Start");
        var clone = folder.resolve("clone");
        runs("git", "clone", "-q", newer.root().toString(), clone.toString());
        var pulled = new Fixture(clone);
        pulled.ends("say-hello", State.SOLVED);
        pulled.run("list");
        pulled.write(MAIN + "SayHello.java", stub() + "// mine\n");
        pulled.run("check", "say-hello");
        commitAll(clone, "Answer");
        newer.write(MAIN + "SayBye.java", stub().replace("SayHello", "SayBye").replace("say it", "take leave"));
        newer.write(TEST + "SayHelloTest.java", "newer");
        commitAll(newer.root(), "Improve");
        runs("git", "-C", clone.toString(), "-c", "user.name=L", "-c", "user.email=l@localhost", "pull", "-q",
                "--no-rebase", "--no-edit");

        pulled.run("list");
        assertThat(pulled.err()).contains("2 files of the chapters came with Git", "checked again", "say-hello");
        var base = Base.of(clone);
        var workbook = pulled.workbook();
        assertThat(base.isChanged(workbook.named("say-bye"))).isFalse();
        assertThat(base.isChanged(workbook.named("say-hello"))).isTrue();
        pulled.run("list");
        assertThat(pulled.err()).isEmpty();
    }

    @Test
    void gives_a_new_exercise_an_original() throws IOException {
        workbook.run("new", "talking", "ask-twice");
        var stub = file(MAIN + "AskTwice.java");
        var original = Fixture.text(stub);
        Files.writeString(stub, "mine");
        assertThat(workbook.run("reset", "ask-twice")).isZero();
        assertThat(stub).hasContent(original);
    }

    private void update() {
        assertThat(workbook.run("update", newer.root().toString())).as(workbook.err()).isZero();
    }

    private void refuses(String words, String from) throws IOException {
        var before = files();
        assertThat(workbook.run("update", from)).isEqualTo(2);
        assertThat(workbook.err()).hasLineCount(1).contains(words);
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(workbook.root())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .map(file -> file + "\n" + Fixture.text(file))
                    .sorted()
                    .toList();
        }
    }

    private Path file(String path) {
        return workbook.root().resolve(path);
    }

    private String backup(String path) throws IOException {
        return kept(".*-update(-\\d+)?", path);
    }

    private String originals(String path) throws IOException {
        return kept(".*-originals", path);
    }

    private String kept(String folders, String path) throws IOException {
        try (var backups = Files.list(file(".workbook/backup"))) {
            return Fixture.text(backups.filter(each -> each.toString().matches(folders))
                    .findFirst()
                    .orElseThrow()
                    .resolve(path));
        }
    }

    private String stub() {
        return Fixture.text(folder.resolve("mine/.workbook/base").resolve(MAIN + "SayHello.java"));
    }

    private Path zip(String above, String more) throws IOException {
        var file = folder.resolve("newer.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file)); var files = Files.walk(newer.root())) {
            for (var each : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                zip.putNextEntry(new ZipEntry(above + newer.root().relativize(each)));
                zip.write(Files.readAllBytes(each));
            }
            if (!more.isEmpty()) {
                zip.putNextEntry(new ZipEntry(more));
            }
        }
        return file;
    }

    private static void commitAll(Path root, String message) throws Exception {
        if (!Files.exists(root.resolve(".git"))) {
            runs("git", "-C", root.toString(), "init", "-q");
        }
        Files.writeString(root.resolve(".git/info/exclude"), ".workbook\n");
        runs("git", "-C", root.toString(), "add", "-A");
        runs("git", "-C", root.toString(), "-c", "user.name=T", "-c", "user.email=t@localhost", "commit", "-q", "-m",
                message);
    }

    private static void runs(String... command) throws Exception {
        var process = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
