package workbook.grader.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    @TempDir
    Path folder;

    private Listing listing(String... names) throws IOException {
        for (var name : names) {
            if (name.endsWith("/")) {
                Files.createDirectory(folder.resolve(name.substring(0, name.length() - 1)));
            } else {
                Files.createFile(folder.resolve(name));
            }
        }
        return Listing.of(folder);
    }

    private static List<String> students(Listing listing) {
        return listing.entries().stream().map(Listing.Entry::student).toList();
    }

    private static String refused(Listing listing, String student) {
        return listing.entries()
                .stream()
                .filter(entry -> entry.student().equals(student))
                .findFirst()
                .flatMap(Listing.Entry::refused)
                .orElse("");
    }

    @Test
    void a_student_is_an_entrys_name_less_its_ending() throws IOException {
        var listing = listing("bob.zip", "ann/", "eve.tar.gz", "dan.tgz", "cleo.v2.tar", ".DS_Store", "__MACOSX/");
        assertThat(students(listing)).containsExactly("ann", "bob", "cleo.v2", "dan", "eve");
        assertThat(listing.entries()).allMatch(entry -> entry.refused().isEmpty());
        assertThat(listing.notes()).isEmpty();
    }

    @Test
    void commas_emoji_and_other_scripts_are_good_names() throws IOException {
        var listing = listing("Doe, Jane.zip", "👩‍💻.zip", "דנה.zip", "=cmd|calc.zip", "O'Neil \"Al\".zip");
        assertThat(listing.entries()).hasSize(5).allMatch(entry -> entry.refused().isEmpty());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_that_deceive_the_eye_are_refused_and_spelled_out() throws IOException {
        var listing = listing("ann\u202Egpj.zip", "a\nb.zip", "\u200Bann.zip", " .zip", "bob.zip");
        assertThat(students(listing)).containsExactly("(blank)", "ann⟨U+202E⟩gpj", "a⟨U+000A⟩b", "bob", "⟨U+200B⟩ann");
        assertThat(refused(listing, "ann⟨U+202E⟩gpj"))
                .isEqualTo("ann⟨U+202E⟩gpj.zip: its name has a character that is not seen and turns or hides others,"
                        + " U+202E: rename it.");
        assertThat(refused(listing, "a⟨U+000A⟩b"))
                .isEqualTo("a⟨U+000A⟩b.zip: its name has a control character, U+000A: rename it.");
        assertThat(refused(listing, "(blank)")).contains("its name is blank");
        assertThat(refused(listing, "bob")).isEmpty();
    }

    @Test
    void two_submissions_of_one_student_are_both_refused() throws IOException {
        var listing = listing("ann.zip", "ann/", "bob.zip");
        assertThat(students(listing)).containsExactly("ann", "bob");
        assertThat(refused(listing, "ann")).isEqualTo(
                "ann and ann.zip are submissions of one student: leave the one that counts, or tell their names apart.");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_that_some_systems_take_for_one_are_one_students() throws IOException {
        var listing = listing("Ann.zip", "ann.zip", "Jos\u00E9.zip", "Jose\u0301.zip");
        assertThat(listing.entries()).hasSize(4).allMatch(entry -> entry.refused().isPresent());
    }

    @Test
    void archives_of_other_kinds_are_refused_and_other_files_left_aside() throws IOException {
        var listing = listing("ann.rar", "bob.tar.xz", "grades.csv");
        assertThat(refused(listing, "ann"))
                .isEqualTo("ann.rar: .rar files are not read: hand in a .zip or .tar.gz file.");
        assertThat(refused(listing, "bob")).contains(".tar.xz files are not read");
        assertThat(listing.notes()).containsExactly(
                "grades.csv: left aside, it is neither a folder nor a .zip, .tar, .tar.gz or .tgz file.");
    }
}
