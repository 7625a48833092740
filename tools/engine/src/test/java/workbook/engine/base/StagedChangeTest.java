package workbook.engine.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.engine.progress.Event;
import workbook.engine.progress.History;

class StagedChangeTest {
    private static final String STUB = "chapters/01-talk/Hello.java";

    @TempDir
    Path root;

    @Test
    void does_nothing_before_it_is_decided() throws IOException {
        write(STUB, "old");
        try (var turn = Turn.take(root); var change = new StagedChange(root)) {
            stage(change);
        }
        assertThat(root.resolve(STUB)).hasContent("old");
        assertThat(StagedChange.isDecided(root)).isFalse();
        assertThat(root.resolve(".workbook/tmp/staged")).doesNotExist();
    }

    @Test
    void is_finished_by_another_start() throws IOException {
        decided();
        var done = StagedChange.finish(root);
        assertThat(root.resolve(STUB)).hasContent("new");
        assertThat(root.resolve("chapters/01-talk/Gone.java")).doesNotExist();
        assertThat(done.backup().orElseThrow().resolve(STUB)).hasContent("old");
        assertThat(Base.of(root).texts().get(STUB)).isEqualTo("new".getBytes(UTF_8));
        assertThat(History.of(root).events()).hasSize(1);
        assertThat(StagedChange.isDecided(root)).isFalse();
    }

    @Test
    void is_finished_where_it_was_left() throws IOException {
        decided();
        // Killed when all but the last step was done.
        Files.move(root.resolve(".workbook/update/backup"), Files.createDirectories(Backup.folder(root))
                .resolve(
                        Files.readString(root.resolve(".workbook/update/backup-name"))));
        write(STUB, "new");
        Files.delete(root.resolve("chapters/01-talk/Gone.java"));
        Files.move(root.resolve(".workbook/update/base"), root.resolve(".workbook/base"));
        History.of(root).appendLineOnce(Files.readString(root.resolve(".workbook/update/event")));

        var done = StagedChange.finish(root);
        assertThat(root.resolve(STUB)).hasContent("new");
        assertThat(done.beside()).isEmpty();
        assertThat(done.backup().orElseThrow().resolve(STUB)).hasContent("old");
        assertThat(History.of(root).events()).hasSize(1);
    }

    @Test
    void never_replaces_what_was_saved_meanwhile() throws IOException {
        decided();
        write(STUB, "saved after the kill");
        write("chapters/01-talk/Gone.java", "saved, too");
        var done = StagedChange.finish(root);
        assertThat(root.resolve(STUB)).hasContent("saved after the kill");
        assertThat(root.resolve(STUB + ".new")).hasContent("new");
        assertThat(root.resolve("chapters/01-talk/Gone.java")).hasContent("saved, too");
        assertThat(done.beside()).containsExactly(root.resolve(STUB + ".new"));
    }

    /// Between the two renames that put a file in the place of another.
    @Test
    void is_finished_where_a_file_was_moved_away_and_the_new_one_not_put() throws IOException {
        decided();
        var aside = Backup.folder(root)
                .resolve(Files.readString(root.resolve(".workbook/update/aside-name")))
                .resolve(STUB);
        Files.createDirectories(aside.getParent());
        Files.move(root.resolve(STUB), aside);
        var done = StagedChange.finish(root);
        assertThat(root.resolve(STUB)).hasContent("new");
        assertThat(done.beside()).isEmpty();
        assertThat(done.backup().orElseThrow().resolve(STUB)).hasContent("old");
    }

    @Test
    void deletes_nothing() throws IOException {
        decided();
        var done = StagedChange.finish(root);
        assertThat(done.aside().orElseThrow().resolve("chapters/01-talk/Gone.java")).hasContent("gone");
    }

    private void decided() throws IOException {
        write(STUB, "old");
        write("chapters/01-talk/Gone.java", "gone");
        try (var turn = Turn.take(root); var change = new StagedChange(root)) {
            stage(change);
            change.decide();
        }
        assertThat(StagedChange.isDecided(root)).isTrue();
        assertThat(root.resolve(STUB)).hasContent("old");
    }

    private void stage(StagedChange change) throws IOException {
        change.keep(STUB, "old".getBytes(UTF_8));
        change.put(STUB, HashList.ofFile(root.resolve(STUB)), "new".getBytes(UTF_8));
        change.remove("chapters/01-talk/Gone.java", HashList.sha256("gone".getBytes(UTF_8)));
        change.base(Map.of(STUB, "new".getBytes(UTF_8)), new HashList(Map.of()));
        change.event(new Event.Updated(Instant.now(), "a", "b", List.of()));
    }

    private void write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
    }
}
