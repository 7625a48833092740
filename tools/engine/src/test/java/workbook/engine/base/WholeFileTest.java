package workbook.engine.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final int EXCHANGES = 300;

    @TempDir
    Path root;

    /// Somebody saves in the instants between the two steps, again and again: each text was moved aside, or is there.
    @Test
    void loses_no_save_of_the_last_instant() throws Exception {
        var file = Files.writeString(root.resolve("Answer.java"), "first");
        var saved = ConcurrentHashMap.<String>newKeySet();
        var isOver = new AtomicBoolean();
        var editor = Thread.ofPlatform().start(() -> save(file, isOver, saved));
        var fresh = Files.writeString(root.resolve("new"), "new");
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (var nth = 0; nth < EXCHANGES || saved.isEmpty() && System.nanoTime() < end; nth++) {
            WholeFile.exchange(fresh, file, root.resolve("aside/" + nth));
        }
        isOver.set(true);
        editor.join();
        var lost = new HashSet<>(saved);
        lost.removeAll(texts(root.resolve("aside")));
        lost.remove(Files.readString(file));
        assertThat(saved).isNotEmpty();
        assertThat(lost).isEmpty();
    }

    /// Links its text to the name, which fails where something stands.
    private void save(Path file, AtomicBoolean isOver, Set<String> saved) {
        try {
            for (var nth = 0; !isOver.get(); nth++) {
                var text = "save " + nth;
                var fresh = Files.writeString(root.resolve("fresh" + nth), text);
                try {
                    Files.createLink(file, fresh);
                    saved.add(text);
                } catch (FileAlreadyExistsException e) {
                    // Not the instant.
                }
                Files.delete(fresh);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> texts(Path folder) throws IOException {
        var texts = new HashSet<String>();
        try (var files = Files.list(folder)) {
            for (var file : (Iterable<Path>) files::iterator) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }
}
