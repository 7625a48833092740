package workbook.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedFilesTest {
    private static final long LIMIT_SECONDS = 4;

    @TempDir
    Path folder;
    private final LinkedBlockingQueue<Set<Path>> saves = new LinkedBlockingQueue<>();
    private Path file;
    private SavedFiles files;

    @BeforeEach
    void follows_a_folder() throws IOException {
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
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
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
        var other = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-other"));
        var otherFile = Files.writeString(other.resolve("Bye.java"), "class Bye {}\n", UTF_8);
        files.follow(other);
        Files.writeString(otherFile, "class Bye { int x; }\n", UTF_8);
        assertSaved();
        assertThat(saves).isEmpty();
    }

    private void assertSaved() throws InterruptedException {
        assertThat(saves.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).as("notice of a save").isNotNull();
    }
}
