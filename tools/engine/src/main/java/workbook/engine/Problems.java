package workbook.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with one workbook, so that all of it can be mended at once.
final class Problems {
    private final Path root;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path root) {
        this.root = root;
    }

    void add(Path file, int line, String text) {
        var relative = file.startsWith(root) ? root.relativize(file) : file;
        found.add(new Problem(relative, line, text));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /// By file and line.
    List<Problem> list() {
        return found.stream()
                .sorted(Comparator.comparing((Problem problem) -> problem.file().toString())
                        .thenComparingInt(Problem::line))
                .toList();
    }
}
