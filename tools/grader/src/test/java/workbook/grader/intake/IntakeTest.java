package workbook.grader.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import workbook.grader.SmallWorkbook;

class IntakeTest {
    private static final String HELLO = SmallWorkbook.SOURCES + "SayHello.java";

    @TempDir
    Path folder;
    private SmallWorkbook workbook;
    private Path submissions;
    private Intake intake;

    @BeforeEach
    void make() throws IOException {
        workbook = SmallWorkbook.in(folder.resolve("workbook"));
        submissions = Files.createDirectory(folder.resolve("in"));
        intake = new Intake(workbook.root(), workbook.catalogue().exercises());
    }

    private Submission read(String name, byte[] bytes) throws IOException {
        Files.write(submissions.resolve(name), bytes);
        return only();
    }

    private Submission only() throws IOException {
        var entries = Listing.of(submissions).entries();
        assertThat(entries).hasSize(1);
        return intake.read(entries.getFirst());
    }

    private String hello(Submission submission) {
        assertThat(submission.refused()).isEmpty();
        return new String(submission.files().get(workbook.stubFile("SayHello")), UTF_8);
    }

    private static String refused(Submission submission) {
        return submission.refused().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chapters/01-talking/src/main/java/workbook/talk/",
            "./chapters/01-talking/src/main/java/workbook/talk/",
            "my answers/chapters/01-talking/src/main/java/workbook/talk/", "01-talking/src/main/java/workbook/talk/",
            "mine/01-talking/src/main/java/workbook/talk/", "src/main/java/workbook/talk/"})
    void takes_an_answer_from_the_workbooks_folder_and_from_the_chapters(String below) throws IOException {
        var packed = new Packed().file(below + "SayHello.java", "class SayHello {}").file(below + "Other.java", "");
        var submission = read("ann.zip", packed.zip());
        assertThat(submission.student()).isEqualTo("ann");
        assertThat(hello(submission)).isEqualTo("class SayHello {}");
        assertThat(submission.ignored()).isZero();
        assertThat(submission.beside()).containsOnlyKeys(workbook.stubFile("SayHello").resolveSibling("Other.java"));
    }

    @Test
    void takes_classes_that_stand_beside_a_stub_and_are_none_of_the_workbooks() throws IOException {
        var given = Files.createFile(workbook.stubFile("SayHello").resolveSibling("Given.java"));
        var submission = read("ann.zip", new Packed().file(HELLO, "x")
                .file(SmallWorkbook.SOURCES + "Helper.java", "y")
                .file(SmallWorkbook.SOURCES + given.getFileName(), "changed")
                .file(SmallWorkbook.SOURCES + "package-info.java", "")
                .file(SmallWorkbook.SOURCES + "notes.txt", "")
                .file(SmallWorkbook.SOURCES + "deeper/Below.java", "")
                .zip());
        assertThat(submission.beside()).containsOnlyKeys(given.resolveSibling("Helper.java"));
        assertThat(submission.ignored()).isEqualTo(4);
    }

    @Test
    void takes_an_answer_below_a_students_folder_and_a_projects() throws IOException {
        assertThat(hello(read("ann.zip", new Packed().file("Ann_12_file/project/" + HELLO, "x").zip()))).isEqualTo("x");
        assertThat(read("ann.zip", new Packed().file("a/b/c/" + HELLO, "x").zip()).misplaced().orElseThrow())
                .startsWith("no answer is where it is looked for; 'a/b/c/" + HELLO + "' is one");
        assertThat(read("ann.zip", new Packed().file("notes.txt", "x").zip()).misplaced())
                .hasValue("none of its files is an answer");
        assertThat(read("ann.zip", new Packed().file(HELLO, "x").zip()).misplaced()).isEmpty();
    }

    @Test
    void takes_a_zip_file_of_backslashes() throws IOException {
        var packed = new Packed().file(HELLO.replace('/', '\\'), "x").file("pom.xml", "");
        assertThat(hello(read("ann.zip", packed.zip()))).isEqualTo("x");
        assertThat(refused(read("ann.zip", packed.file("..\\x.java", "").zip()))).contains("leads out");
    }

    @Test
    void opens_the_only_archive_in_a_students_folder() throws IOException {
        var ann = Files.createDirectory(submissions.resolve("Ann_12_assignsubmission_file"));
        for (var name : Stream.of("my work.zip", "answers.tar.gz").toList()) {
            var packed = new Packed().file(HELLO, "class SayHello {}");
            Files.write(ann.resolve(name), name.endsWith("zip") ? packed.zip() : packed.tgz());
            assertThat(hello(only())).isEqualTo("class SayHello {}");
            Files.delete(ann.resolve(name));
        }
        for (var name : Stream.of("first.zip", "second.zip").toList()) {
            Files.write(ann.resolve(name), new Packed().file(HELLO, "x").zip());
        }
        assertThat(refused(only())).contains("it holds 'first.zip' and 'second.zip', and no answer: keep the one");
        Files.delete(ann.resolve("second.zip"));
        Files.write(ann.resolve("first.zip"), new Packed().file("in.zip", new Packed().file(HELLO, "x").zip()).zip());
        assertThat(refused(only())).contains("it holds another archive, 'in.zip'");
    }

    @Test
    void takes_the_same_from_a_folder_a_zip_and_each_kind_of_tar() throws IOException {
        var packed = new Packed().folder("chapters/").file(HELLO, "class SayHello {}");
        assertThat(hello(read("ann.zip", packed.zip()))).isEqualTo("class SayHello {}");
        Files.delete(submissions.resolve("ann.zip"));
        for (var name : Stream.of("ann.tar.gz", "ann.TGZ").toList()) {
            assertThat(hello(read(name, packed.tgz()))).isEqualTo("class SayHello {}");
            Files.delete(submissions.resolve(name));
        }
        assertThat(hello(read("ann.tar", packed.tar()))).isEqualTo("class SayHello {}");
        Files.delete(submissions.resolve("ann.tar"));
        var file = submissions.resolve("ann").resolve(HELLO);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "class SayHello {}");
        assertThat(hello(only())).isEqualTo("class SayHello {}");
    }

    @Test
    void takes_long_paths_of_tar() throws IOException {
        var above = "a".repeat(90) + "/";
        assertThat(hello(read("ann.tar", new Packed().file(above + HELLO, "x").tar()))).isEqualTo("x");
    }

    @Test
    void takes_nothing_that_stands_in_no_stubs_place() throws IOException {
        var submission = read("ann.zip", new Packed().file("pom.xml", "")
                .file(".mvn/maven.config", "-DskipTests")
                .file("chapters/01-talking/src/test/java/workbook/talk/SayHelloTest.java", "")
                .file("chapters/01-talking/src/main/java/module-info.java", "")
                .file("solutions/01-talking/src/main/java/workbook/talk/SayHello.java", "")
                .file(SmallWorkbook.SOURCES + "x -version y/SayHello.java", "")
                .zip());
        assertThat(submission.refused()).isEmpty();
        assertThat(submission.files()).isEmpty();
        assertThat(submission.ignored()).isEqualTo(6);
        assertThat(submission.findElsewhere(workbook.stubFile("SayHello"))).isPresent();
        assertThat(submission.findElsewhere(workbook.stubFile("SayBye"))).isEmpty();
    }

    @Test
    void leaves_aside_what_builds_and_versioning_leave_behind() throws IOException {
        var submission = read("ann.zip", new Packed().link(".git/x", "/etc/passwd")
                .file("chapters/01-talking/target/CON.class", "")
                .file("__MACOSX/chapters/._01-talking", "")
                .file(HELLO, "x")
                .zip());
        assertThat(hello(submission)).isEqualTo("x");
        assertThat(submission.ignored()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.java", "chapters/../../x.java", "/etc/passwd", "C:/x.java", "..\\x.java",
            "chapters\\x.java",
            "a\nb.java", "a\u0007b.java", "\u202Eavaj.x", "CON.java", "chapters/nul", "aux.tar", "x.", "chapters /x"})
    void refuses_paths_that_no_honest_program_writes(String path) throws IOException {
        var packed = new Packed().file(HELLO, "x").file(path, "x");
        var said = refused(read("ann.zip", packed.zip()));
        assertThat(said).startsWith("ann.zip: the ").endsWith(".").doesNotContain("\n", "\u202E", "\u0007");
        Files.delete(submissions.resolve("ann.zip"));
        assertThat(refused(read("ann.tar", packed.tar()))).isEqualTo(said.replace("ann.zip", "ann.tar"));
    }

    @Test
    void refuses_links_and_devices() throws IOException {
        var link = new Packed().link(HELLO, "/etc/passwd");
        var said = "'" + HELLO + "' is a link: send the file itself.";
        assertThat(refused(read("ann.zip", link.zip()))).isEqualTo("ann.zip: " + said);
        Files.delete(submissions.resolve("ann.zip"));
        assertThat(refused(read("ann.tar", link.tar()))).isEqualTo("ann.tar: " + said);
        assertThat(refused(read("ann.tar", new Packed().hardLink("a").tar()))).contains("'a' is a link");
        assertThat(refused(read("ann.tar", new Packed().device("a").tar()))).contains("'a' is no file");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refuses_links_in_a_folder_and_follows_none() throws IOException {
        var ann = Files.createDirectory(submissions.resolve("ann"));
        Files.createSymbolicLink(ann.resolve("chapters"), workbook.root().resolve("chapters"));
        assertThat(refused(only())).isEqualTo("ann: 'chapters' is a link: send the file itself.");
        Files.delete(ann.resolve("chapters"));
        Files.delete(ann);
        Files.createSymbolicLink(ann, workbook.root());
        assertThat(refused(only())).contains("it is a link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chapters/01-TALKING/src/main/java/workbook/talk/sayhello.java",
            "chapters/01-talking/src/main/java/workbook/talk/\uFF33ayHello.java"})
    void refuses_twins_that_some_systems_take_for_one_file(String twin) throws IOException {
        var said = refused(read("ann.zip", new Packed().file(HELLO, "x").file(twin, "y").zip()));
        assertThat(said).contains("are one file to some systems");
    }

    @Test
    void refuses_names_that_differ_in_normal_form_and_one_name_twice() throws IOException {
        assertThat(refused(read("ann.zip", new Packed().file("\u00E9.txt", "").file("e\u0301.txt", "").zip())))
                .contains("are one file to some systems");
        assertThat(refused(read("ann.zip", new Packed().file(HELLO, "x").file(HELLO, "y").zip())))
                .isEqualTo("ann.zip: '" + HELLO + "' is in it twice.");
    }

    @Test
    void two_answers_to_one_exercise_cost_that_exercise_alone() throws IOException {
        var submission = read("ann.zip", new Packed().file(HELLO, "x")
                .file("old/" + HELLO, "y")
                .file(SmallWorkbook.SOURCES + "SayBye.java", "z")
                .zip());
        assertThat(submission.refused()).isEmpty();
        assertThat(submission.files()).containsOnlyKeys(workbook.stubFile("SayBye"));
        assertThat(submission.refusedFiles().get(workbook.stubFile("SayHello")))
                .isEqualTo("'" + HELLO + "' and 'old/" + HELLO + "' are both answers to it: keep one of them");
    }

    @Test
    void a_file_too_large_costs_its_exercise_alone() throws IOException {
        var large = "x".repeat(Caps.FILE + 1);
        for (var name : Stream.of("ann.zip", "ann.tgz").toList()) {
            var packed = new Packed().file(HELLO, large).file(SmallWorkbook.SOURCES + "SayBye.java", "z");
            var submission = read(name, name.endsWith("zip") ? packed.zip() : packed.tgz());
            assertThat(submission.files()).containsOnlyKeys(workbook.stubFile("SayBye"));
            assertThat(submission.refusedFiles().get(workbook.stubFile("SayHello")))
                    .contains("larger than 256 KB");
            Files.delete(submissions.resolve(name));
        }
    }

    @Test
    void takes_a_file_of_the_largest_size() throws IOException {
        assertThat(hello(read("ann.zip", new Packed().file(HELLO, "x".repeat(Caps.FILE)).zip()))).hasSize(Caps.FILE);
    }

    @Test
    void refuses_bombs() throws IOException {
        var zeros = new Packed().file("zeros.bin", new byte[20 << 20]).file(HELLO, "x");
        assertThat(refused(read("ann.zip", zeros.zip()))).contains("unfolds to far more");
        Files.delete(submissions.resolve("ann.zip"));
        assertThat(refused(read("ann.tgz", zeros.tgz()))).contains("unfolds to far more");
        Files.delete(submissions.resolve("ann.tgz"));
        var many = new Packed();
        for (var number = 0; number <= Caps.ENTRIES; number++) {
            many.file("f" + number, "");
        }
        assertThat(refused(read("ann.zip", many.zip()))).contains("more than 20000 files");
        Files.delete(submissions.resolve("ann.zip"));
        assertThat(refused(read("ann.tgz", many.tgz()))).contains("more than 20000 files");
    }

    @Test
    void refuses_an_archive_that_holds_only_another() throws IOException {
        var inner = new Packed().file(HELLO, "x").zip();
        assertThat(refused(read("ann.zip", new Packed().file("answers.zip", inner).zip())))
                .isEqualTo("ann.zip: it holds another archive, 'answers.zip', and no answer: hand in what is in that.");
        assertThat(hello(read("ann.zip", new Packed().file("notes.zip", inner).file(HELLO, "y").zip())))
                .isEqualTo("y");
    }

    @Test
    void refuses_a_password_and_strange_packing() throws IOException {
        assertThat(refused(read("ann.zip", new Packed().locked(HELLO).zip()))).contains("locked with a password");
        var strange = new Packed().file(HELLO, "x").zip();
        var directory = new String(strange, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        strange[directory + 10] = 12;
        assertThat(refused(read("ann.zip", strange))).contains("method 12");
    }

    @Test
    void reads_names_of_programs_that_know_no_utf_8() throws IOException {
        var packed = new Packed().named(new byte[]{'L', (byte) 0x94, 's'}, "").named(new byte[]{'L', (byte) 0x81}, "");
        assertThat(hello(read("ann.zip", packed.file(HELLO, "x").zip()))).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PK", "not an archive at all", "\u001f\u008b\b"})
    void refuses_what_is_no_archive(String text) throws IOException {
        for (var ending : Stream.of(".zip", ".tar", ".tar.gz").toList()) {
            var said = refused(read("ann" + ending, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
            assertThat(said).startsWith("ann" + ending + ": it is ").endsWith("pack it again and hand it in whole.");
            Files.delete(submissions.resolve("ann" + ending));
        }
    }

    static Stream<String> archives() {
        return Stream.of("ann.zip", "ann.tar", "ann.tgz");
    }

    /// The files' text cannot be had from what is left, wherever the cut is: all of it, or a refusal.
    @ParameterizedTest
    @MethodSource("archives")
    void refuses_an_archive_that_was_cut_off_anywhere(String name) throws IOException {
        var packed = new Packed().file(HELLO, "class SayHello {}").file(SmallWorkbook.SOURCES + "SayBye.java", "bye");
        var whole = bytes(name, packed);
        // A tar file ends with two blocks of zeros, of which one is enough.
        var last = name.equals("ann.tar") ? whole.length - 512 : whole.length;
        for (var length = 0; length < last; length += 7) {
            var submission = read(name, Arrays.copyOf(whole, length));
            assertThat(submission.refused()).as("cut to %d of %d bytes", length, whole.length).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("archives")
    void never_fails_on_damaged_bytes(String name) throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var whole = bytes(name, new Packed().folder("chapters/").file(HELLO, "class SayHello {}").link("a", "b"));
        for (var round = 0; round < 2_000; round++) {
            var damaged = whole.clone();
            for (var count = random.nextInt(1, 4); count > 0; count--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            var submission = read(name, damaged);
            assertThat(submission.refused().isPresent() || submission.files().size() <= 1).as("seed " + seed).isTrue();
        }
    }

    private static byte[] bytes(String name, Packed packed) {
        return switch (name) {
            case "ann.zip" -> packed.zip();
            case "ann.tar" -> packed.tar();
            default -> packed.tgz();
        };
    }
}
