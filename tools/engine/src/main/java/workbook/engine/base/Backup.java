package workbook.engine.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// The folders in `.workbook/backup`: what stood where the workbook put something else, each named after a moment and a
/// reason.
public final class Backup {
    private Backup() {}

    public static Path folder(Path root) {
        return root.resolve(".workbook/backup");
    }

    /// A name that is free: a second backup in the same second gets a number.
    public static Path fresh(Path root, String reason) {
        var date = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").format(LocalDateTime.now());
        for (var nth = 1;; nth++) {
            var place = folder(root).resolve(date + "-" + reason + (nth > 1 ? "-" + nth : ""));
            if (!Files.exists(place)) {
                return place;
            }
        }
    }

    /// All of them, the oldest first.
    public static List<Path> all(Path root) throws IOException {
        if (!Files.isDirectory(folder(root))) {
            return List.of();
        }
        try (var folders = Files.list(folder(root))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }
}
