package workbook.selfcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workbook.engine.Chapter;
import workbook.engine.Exercise;

/// Where the answers to a chapter's exercises lie.
///
/// @param folder `solutions/NN-topic`
record AnswerFolders(Path folder) {
    static AnswerFolders of(Path root, Chapter chapter) {
        return new AnswerFolders(root.resolve("solutions").resolve(chapter.name()));
    }

    Path references() {
        return folder.resolve("src/main/java");
    }

    /// The reference's file for each stub, in the stubs' order.
    List<Path> references(Chapter chapter, Exercise exercise) {
        return exercise.stubs().stream().map(stub -> references().resolve(chapter.sources().relativize(stub))).toList();
    }

    Path right(Exercise exercise) {
        return folder.resolve("right").resolve(exercise.id());
    }

    Path wrong(Exercise exercise) {
        return folder.resolve("wrong").resolve(exercise.id());
    }

    /// What lies in a folder, sorted; nothing if it is not there.
    static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(found::add);
        }
        found.sort(null);
        return found;
    }
}
