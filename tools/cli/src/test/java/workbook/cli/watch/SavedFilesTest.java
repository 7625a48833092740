package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedFilesTest {
    private static final long LIMIT_SECONDS = 4;

    @TempDir
    Path root;
    private Path folder;
    private final LinkedBlockingQueue<Set<Path>> saves = new LinkedBlockingQueue<>();
    private Path file;
    private SavedFiles files;

    @BeforeEach
    void follows_a_folder() throws IOException {
        folder = root.resolve("followed");
        var sources = Files.createDirectories(folder.resolve("workbook/talk"));
        file = Files.writeString(sources.resolve("Hello.java"), "class Hello {}\n", UTF_8);
        files = new SavedFiles(saves::add);
        files.follow(folder);
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void notices_a_file_written_in_place() throws Exception {
        Files.writeString(file, "class Hello { int x; }\n", UTF_8);
        assertSaved();
    }

    @Test
    void notices_a_file_emptied_and_written() throws Exception {
        Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        Files.writeString(file, "class Hello { int y; }\n", UTF_8);
        assertSaved();
    }

    @Test
    void notices_a_file_renamed_into_place() throws Exception {
        var fresh = Files.writeString(folder.resolve("workbook/talk/.Hello.swp"), "class Hello { int z; }\n", UTF_8);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        assertSaved();
    }

    @Test
    void notices_a_file_moved_away_and_written_anew() throws Exception {
        Files.move(file, file.resolveSibling("Hello.java~"));
        Files.writeString(file, "class Hello { long z; }\n", UTF_8);
        assertSaved();
        assertThat(file).exists();
    }

    @Test
    void notices_a_save_that_keeps_time_and_size() throws Exception {
        var time = Files.getLastModifiedTime(file);
        Files.writeString(file, "class Hallo {}\n", UTF_8);
        Files.setLastModifiedTime(file, time);
        assertSaved();
    }

    @Test
    void notices_a_save_without_a_change() throws Exception {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertSaved();
    }

    @Test
    void notices_a_new_and_a_deleted_file() throws Exception {
        Files.writeString(folder.resolve("workbook/talk/Helper.java"), "class Helper {}\n", UTF_8);
        assertSaved();
        Files.delete(file);
        assertSaved();
    }

    @Test
    void notices_a_save_in_a_folder_made_later() throws Exception {
        var below = Files.createDirectories(folder.resolve("workbook/talk/more"));
        Files.writeString(below.resolve("More.java"), "class More {}\n", UTF_8);
        assertSaved();
    }

    @Test
    void takes_no_notice_of_what_is_not_java() throws Exception {
        Files.writeString(folder.resolve("workbook/talk/notes.txt"), "remember", UTF_8);
        Files.writeString(folder.resolve("workbook/talk/.#Hello.java"), "lock", UTF_8);
        Files.writeString(file, "class Hello { int last; }\n", UTF_8);
        assertSaved();
        assertThat(saves).isEmpty();
    }

    @Test
    void follows_another_folder_from_its_present_state() throws Exception {
        var other = Files.createDirectories(root.resolve("other"));
        var otherFile = Files.writeString(other.resolve("Bye.java"), "class Bye {}\n", UTF_8);
        files.follow(other);
        Files.writeString(otherFile, "class Bye { int x; }\n", UTF_8);
        assertSaved();
        assertThat(saves).isEmpty();
    }

    @Test
    void names_the_files_that_were_saved() throws Exception {
        var fresh = Files.writeString(file.resolveSibling("Fresh.java"), "class Fresh {}\n", UTF_8);
        Files.delete(file);
        var named = new HashSet<Path>();
        while (named.size() < 2) {
            named.addAll(saved());
        }
        assertThat(named).containsExactlyInAnyOrder(fresh, file);
    }

    @Test
    void notices_a_save_through_a_link() throws Exception {
        var target = Files.writeString(elsewhere().resolve("Linked.java"), "class Linked {}\n", UTF_8);
        var link = Files.createSymbolicLink(file.resolveSibling("Linked.java"), target);
        assertSaved();
        Files.writeString(target, "class Linked { int x; }\n", UTF_8);
        assertThat(saved()).containsExactly(link);
        assertThat(FileStamps.Eyes.SYSTEM.look(folder, FileStamps.NONE).folders())
                .as("where its notices come from")
                .contains(elsewhere().toRealPath());
    }

    @Test
    void follows_a_folder_that_is_a_link_even_into_itself() throws Exception {
        var target = elsewhere();
        var there = Files.writeString(target.resolve("There.java"), "class There {}\n", UTF_8);
        Files.createSymbolicLink(target.resolve("round"), target);
        var link = Files.createSymbolicLink(folder.resolve("link"), target);
        files.follow(link);
        Files.writeString(there, "class There { int x; }\n", UTF_8);
        assertThat(saved()).containsExactly(link.resolve("There.java"));
    }

    @Test
    void reports_again_what_is_saved_while_a_report_is_handled() throws Exception {
        var handled = new LinkedBlockingQueue<String>();
        try (var slow = new SavedFiles(report -> {
            if (handled.isEmpty()) {
                write("class Hello { int whileHandled; }\n");
            }
            handled.add("report");
        })) {
            slow.follow(folder);
            write("class Hello { int first; }\n");
            assertThat(handled.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
            assertThat(handled.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void reports_the_rest_of_a_file_that_it_took_for_whole() throws Exception {
        write("class Hello {");
        assertSaved();
        Files.writeString(file, " int rest; }\n", UTF_8, StandardOpenOption.APPEND);
        assertSaved();
    }

    @Test
    void reports_a_burst_once() throws Exception {
        var isWriting = new AtomicBoolean(true);
        var notices = new ScriptedNotices(true);
        try (var one = new SavedFiles(saves::add, notices, FileStamps.Eyes.SYSTEM)) {
            files.close();
            one.follow(folder);
            notices.tellWhile(isWriting::get);
            for (var i = 0; i < 5; i++) {
                Files.writeString(file.resolveSibling("Part" + i + ".java"), "class Part {}\n", UTF_8);
            }
            isWriting.set(false);
            assertThat(saved()).hasSize(5);
            assertThat(saves).isEmpty();
        }
    }

    @Test
    void says_that_it_only_looks_where_no_notice_comes_and_when_one_does() throws Exception {
        assertThat(files.mode()).isEqualTo(Following.EVENTS_AND_POLLING);
        files.close();
        var notices = new ScriptedNotices(true);
        try (var looking = new SavedFiles(saves::add, notices, FileStamps.Eyes.SYSTEM)) {
            looking.follow(folder);
            assertThat(looking.mode()).isEqualTo(Following.EVENTS_AND_POLLING);
            write("class Hello { int silent; }\n");
            assertSaved();
            assertThat(looking.mode()).isEqualTo(Following.POLLING);
            notices.tellWhile(saves::isEmpty);
            write("class Hello { int told; }\n");
            assertSaved();
            assertThat(looking.mode()).isEqualTo(Following.EVENTS_AND_POLLING);
        }
    }

    @Test
    void says_that_it_only_looks_where_the_system_allows_no_notices() throws Exception {
        files.close();
        for (var notices : List.of(Notices.NONE, new ScriptedNotices(false))) {
            try (var looking = new SavedFiles(saves::add, notices, FileStamps.Eyes.SYSTEM)) {
                looking.follow(folder);
                assertThat(looking.mode()).isEqualTo(Following.POLLING);
                write("class Hello { int " + saves.size() + notices.hashCode() + "; }\n");
                assertSaved();
            }
        }
    }

    private Path elsewhere() throws IOException {
        return Files.createDirectories(root.resolve("elsewhere"));
    }

    private void write(String text) {
        try {
            Files.writeString(file, text, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Path> saved() throws InterruptedException {
        var report = saves.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(report).as("notice of a save").isNotNull();
        return report;
    }

    private void assertSaved() throws InterruptedException {
        assertThat(saved()).isNotEmpty();
    }
}
