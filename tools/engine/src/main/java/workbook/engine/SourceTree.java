package workbook.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The sources that an exercise is run on: a chapter's, with some files exchanged for others.
///
/// Nothing is copied: a stub, a reference, a right or a wrong answer and a submission are each a handful of files laid
/// over the same chapter.
///
/// @param root      the chapter's `src/main/java`
/// @param exchanged file name (`RecvExactly.java`) to the file that stands in its place, or beside the others
public record SourceTree(Path root, Map<String, Path> exchanged) {
    public SourceTree {
        exchanged = Map.copyOf(exchanged);
    }

    public static SourceTree of(Path root) {
        return new SourceTree(root, Map.of());
    }

    /// This tree with one file exchanged, by its name.
    public SourceTree with(Path file) {
        var more = new LinkedHashMap<>(exchanged);
        more.put(file.getFileName().toString(), file);
        return new SourceTree(root, more);
    }

    /// This tree with every Java file of a folder, flat, laid over it.
    public SourceTree withAll(Path folder) {
        var tree = this;
        try (var files = Files.newDirectoryStream(folder, "*.java")) {
            for (var file : files) {
                tree = tree.with(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }
}
