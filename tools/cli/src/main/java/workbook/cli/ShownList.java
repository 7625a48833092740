package workbook.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workbook.engine.Chapter;
import workbook.engine.Exercise;
import workbook.engine.State;
import workbook.engine.progress.Progress;

/// The table of all exercises, as lines for a terminal.
public final class ShownList {
    private final Workbook workbook;
    private final Paint paint;
    private final int width;
    private final Progress progress;

    public ShownList(Workbook workbook, Paint paint, int width) throws IOException {
        this.workbook = workbook;
        this.paint = paint;
        this.width = width;
        this.progress = workbook.progress();
    }

    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (var chapter : workbook.catalogue().chapters()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(chapter(chapter));
        }
        lines.add("");
        lines.add(new Standings(workbook.exercises(), progress).sentence());
        return lines;
    }

    private List<String> chapter(Chapter chapter) {
        var lines = new ArrayList<String>();
        lines.add(paint.bold(chapter.title()) + paint.dim("  chapters/" + chapter.name()));
        var exercises = workbook.exercises();
        for (var exercise : exercises) {
            if (exercise.chapter().equals(chapter.name())) {
                lines.add(row(exercise, exercise.equals(progress.current(exercises))));
            }
        }
        return lines;
    }

    private String row(Exercise exercise, boolean isCurrent) {
        var longestId = workbook.exercises().stream().mapToInt(each -> each.id().length()).max().orElse(0);
        var longestTitle = workbook.exercises().stream().mapToInt(each -> each.title().length()).max().orElse(0);
        var standing = progress.of(exercise);
        var row = new StringBuilder(isCurrent ? paint.glyph("›", ">") : " ");
        row.append("%3d ".formatted(exercise.order()));
        row.append(mark(standing.state())).append(' ').append(pad(exercise.id(), longestId));
        var rest = 8 + longestId + 22;
        if (rest + longestTitle + 10 <= width) {
            row.append("  ").append(pad(exercise.title(), longestTitle));
            row.append(paint.dim("%5d min".formatted(exercise.minutes())));
        }
        row.append("  ").append(Words.of(standing.state()));
        var doubt = Doubt.of(exercise, standing);
        if (doubt.isPresent()) {
            return row.append(", ").append(paint.yellow(doubt.get())).toString();
        }
        if (standing.attempts() > 0 && rest + longestTitle + 26 <= width) {
            row.append(paint.dim(", " + Words.count(standing.attempts(), "attempt")));
        }
        return row.toString().stripTrailing();
    }

    private String mark(Optional<State> state) {
        if (state.isEmpty()) {
            return paint.dim(paint.glyph("·", "."));
        }
        return switch (state.get()) {
            case SOLVED -> paint.green(paint.glyph("✓", "+"));
            case NOT_RUN -> paint.yellow("?");
            default -> paint.red(paint.glyph("✗", "x"));
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
