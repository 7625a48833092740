package workbook.course;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import workbook.engine.Problem;

/// What is wrong with the course, collected so that an author sees all of it at once.
final class Problems {
    private static final Comparator<Problem> BY_PLACE = Comparator
            .comparing((Problem problem) -> problem.file().toString())
            .thenComparingInt(Problem::line)
            .thenComparing(Problem::text);
    private final Set<Problem> found = new LinkedHashSet<>();

    void add(String file, int line, String text) {
        found.add(new Problem(Path.of(file), line, text));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> inOrder() {
        var all = new ArrayList<>(found);
        all.sort(BY_PLACE);
        return all;
    }
}
