package workbook.course;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/// Where the course is written. Beside it a stamp says what it was made from and what it then held, so that an
/// unchanged course is not made again and a damaged one is.
final class OutputFolder {
    private final Path folder;
    private final Path stamp;

    OutputFolder(Path folder) {
        this.folder = folder;
        this.stamp = folder.resolveSibling(folder.getFileName() + ".stamp");
    }

    boolean holds(String origin) throws IOException {
        return Files.exists(stamp) && Files.readString(stamp, StandardCharsets.UTF_8).equals(stamp(origin));
    }

    int pages() throws IOException {
        try (var files = Files.list(folder)) {
            return (int) files.filter(file -> file.toString().endsWith(".html")).count();
        }
    }

    /// Writes all files and removes what else is there: an older course, never anything else.
    void replace(Map<String, byte[]> files, String origin) throws IOException {
        if (Files.exists(folder) && !isEmpty() && !Files.exists(folder.resolve("assets/course.css"))) {
            throw new IOException(folder + " is not empty and holds no course; name another folder");
        }
        Files.deleteIfExists(stamp);
        delete(folder);
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        Files.writeString(stamp, stamp(origin), StandardCharsets.UTF_8);
    }

    private String stamp(String origin) throws IOException {
        return origin + " " + Fingerprint.of(folder) + "\n";
    }

    private boolean isEmpty() throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
