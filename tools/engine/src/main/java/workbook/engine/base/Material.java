package workbook.engine.base;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The files of a whole workbook, chapters, solutions, tools and all, without what builds, IDEs and Git put among them.
///
/// @param root  the workbook's folder
/// @param files path with slashes to where it is
public record Material(Path root, Map<String, Path> files) {
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".workbook", ".idea", ".vscode", ".settings",
            ".classpath", ".project", ".factorypath");

    public Material {
        files = new TreeMap<>(files);
    }

    public static Material in(Path root) throws IOException {
        var files = new HashMap<String, Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return !folder.equals(root) && isForeign(folder)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // A link is followed only if it is one to a file: a learner may keep answers elsewhere.
                if (!isForeign(file) && Files.isRegularFile(file)) {
                    files.put(path(root, file), file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Material(root, files);
    }

    private static boolean isForeign(Path file) {
        var name = file.getFileName().toString();
        return NOT_OURS.contains(name) || name.endsWith(".iml") || name.endsWith("~") || name.endsWith(".tmp")
                || name.startsWith(".#") || name.endsWith(".swp") || isBeside(name);
    }

    /// Whether the workbook put this file beside one of the learner's.
    public static boolean isBeside(String name) {
        return name.endsWith(".new") || name.matches(".*\\.imported(-\\d+)?");
    }

    static String path(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    public static boolean isOfChapters(String path) {
        return path.startsWith("chapters/");
    }

    /// Those that the base keeps a copy of.
    public Map<String, Path> chapters() {
        return some(Material::isOfChapters);
    }

    /// All others, of which the base knows the hashes.
    Map<String, Path> others() {
        return some(path -> !isOfChapters(path));
    }

    private Map<String, Path> some(Predicate<String> isOne) {
        var some = new TreeMap<>(files);
        some.keySet().removeIf(isOne.negate());
        return some;
    }
}
