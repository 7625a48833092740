package workbook.cli;

import java.util.ArrayList;
import java.util.List;
import workbook.engine.Exercise;
import workbook.engine.progress.Standing;

/// An exercise's texts as lines for a terminal.
public final class ShownExercise {
    private final Workbook workbook;
    private final Exercise exercise;
    private final Paint paint;
    private final int width;

    public ShownExercise(Workbook workbook, Exercise exercise, Paint paint, int width) {
        this.workbook = workbook;
        this.exercise = exercise;
        this.paint = paint;
        this.width = width;
    }

    /// What to do, where to do it, and where to read on.
    public List<String> task() {
        var lines = text();
        lines.add("");
        var label = exercise.stubs().size() > 1 ? "files " : "file  ";
        for (var stub : exercise.stubs()) {
            lines.add(paint.dim(label) + paint.link(stub, workbook.show(stub), width - label.length()));
            label = "      ";
        }
        lines.add(paint.dim("read  ") + "chapters/" + exercise.chapter() + ", \"" + exercise.sectionTitle() + "\"");
        return lines;
    }

    /// What to do.
    public List<String> text() {
        var lines = new ArrayList<String>();
        var about = exercise.id() + ", about " + Words.duration(exercise.minutes());
        if (exercise.title().length() + 2 + about.length() <= width) {
            lines.add(paint.bold(exercise.title()) + "  " + paint.dim(about));
        } else {
            lines.add(paint.bold(exercise.title()));
            lines.add(paint.dim(about));
        }
        lines.add("");
        lines.addAll(AdocText.lines(exercise.task(), paint, width));
        return lines;
    }

    /// The hints opened so far.
    public List<String> hints(Standing standing) {
        var lines = new ArrayList<String>();
        var opened = Math.min(standing.hints(), exercise.hints().size());
        for (var number = 1; number <= opened; number++) {
            lines.addAll(hint(number));
            lines.add("");
        }
        if (!lines.isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    List<String> hint(int number) {
        var lines = new ArrayList<String>();
        lines.add(paint.bold("Hint " + number) + paint.dim(" of " + exercise.hints().size()));
        lines.addAll(AdocText.lines(exercise.hints().get(number - 1), paint, width));
        return lines;
    }
}
