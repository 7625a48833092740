package workbook.cli.watch;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Whole folders, replaced as a program does that fetches them anew.
final class Trees {
    private Trees() {}

    static void replace(Path folder, Path file, byte[] contents, Moments moments) throws IOException {
        var fresh = folder.resolveSibling(folder.getFileName() + ".new");
        copy(folder, fresh);
        var freshFile = fresh.resolve(folder.relativize(file));
        Files.delete(freshFile);
        Files.write(freshFile, contents);
        var old = folder.resolveSibling(folder.getFileName() + ".old");
        Files.move(folder, old, ATOMIC_MOVE);
        moments.pass(10);
        Files.move(fresh, folder, ATOMIC_MOVE);
        delete(old);
    }

    /// A new folder that nobody follows.
    static Path elsewhere(Path file) throws IOException {
        var root = file;
        while (!root.getFileName().toString().equals("chapters")) {
            root = root.getParent();
        }
        return Files.createTempDirectory(Files.createDirectories(root.resolveSibling("elsewhere")), "save");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            for (var each : (Iterable<Path>) files::iterator) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }

    /// Links are deleted, and not what they lead to.
    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
