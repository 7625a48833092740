package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import workbook.engine.Exercise;
import workbook.engine.progress.Event;

/// The workbook's answer to one exercise, beside the learner's own.
public final class Solution {
    private final Workbook workbook;
    private final Exercise exercise;
    private final List<Path> references;

    /// @throws Refusal if this copy of the workbook has no solutions
    public Solution(Workbook workbook, Exercise exercise) {
        this.workbook = workbook;
        this.exercise = exercise;
        this.references = exercise.stubs().stream().map(new Lending(workbook)::reference).toList();
        if (!isThere(workbook, exercise)) {
            throw Refusal.notReady("This copy of the workbook was handed out without solutions; ask whoever gave it to"
                    + " you.");
        }
    }

    /// Whether this copy of the workbook has one.
    public static boolean isThere(Workbook workbook, Exercise exercise) {
        var lending = new Lending(workbook);
        return exercise.stubs().stream().map(lending::reference).allMatch(Files::exists);
    }

    /// Whether the learner may see it: after a pass, or after asking for it.
    public boolean isOpen() throws IOException {
        var standing = workbook.progress().of(exercise);
        return standing.wasSolved() || standing.revealed();
    }

    public void reveal() throws IOException {
        if (!isOpen()) {
            workbook.history().append(new Event.Revealed(Instant.now(), exercise.id()));
        }
    }

    public List<String> lines(Paint paint, int width) throws IOException {
        return lines(paint);
    }

    public List<String> lines(Paint paint) throws IOException {
        var lines = new ArrayList<String>();
        for (var i = 0; i < references.size(); i++) {
            lines.addAll(difference(exercise.stubs().get(i), references.get(i), paint));
            lines.add("");
        }
        lines.addAll(alternatives());
        return lines;
    }

    private List<String> difference(Path own, Path reference, Paint paint) throws IOException {
        var before = linesOf(own);
        var after = linesOf(reference);
        var difference = UnifiedDiffUtils.generateUnifiedDiff("yours     " + workbook.show(own),
                "workbook  " + workbook.show(reference), before, DiffUtils.diff(before, after), 3);
        return difference.isEmpty()
                ? List.of(own.getFileName() + " is, line for line, the workbook's.")
                : difference.stream().map(line -> painted(line, paint)).toList();
    }

    /// Bytes that are no UTF-8 become replacement characters: a difference can be shown of anything.
    private static List<String> linesOf(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8).lines().toList() : List.of();
    }

    private static String painted(String line, Paint paint) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> paint.green(line);
            case '-' -> paint.red(line);
            case '@' -> paint.cyan(line);
            default -> line;
        };
    }

    private List<String> alternatives() throws IOException {
        var folder = workbook.root()
                .resolve("solutions")
                .resolve(exercise.chapter())
                .resolve("right")
                .resolve(exercise.id());
        if (!Files.isDirectory(folder)) {
            return List.of("Yours need not look like this: what counts is what happens on the wire.");
        }
        try (var folders = Files.list(folder)) {
            var names = folders.filter(Files::isDirectory).map(each -> each.getFileName().toString()).sorted().toList();
            return List.of("Yours need not look like this: what counts is what happens on the wire.",
                    "Others that are as right are in " + workbook.show(folder) + ": " + String.join(", ", names) + ".");
        }
    }
}
