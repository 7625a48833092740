package workbook.cli;

import java.util.ArrayList;
import java.util.List;
import workbook.engine.Exercise;

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

    /// The hints up to this number.
    public List<String> hints(int last) {
        var lines = new ArrayList<String>();
        for (var number = 1; number <= last; number++) {
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
        lines.add(hintTitle(number));
        lines.addAll(AdocText.lines(exercise.hints().get(number - 1), paint, width));
        return lines;
    }

    /// A hint that was read before, in one line.
    String foldedHint(int number) {
        var title = hintTitle(number) + "  ";
        var room = Math.max(width - Paint.width(title), 10);
        var text = String.join(" ", AdocText.lines(exercise.hints().get(number - 1), Paint.PLAIN, width));
        var dots = paint.glyph("…", "...");
        return title + paint.dim(text.length() <= room ? text : text.substring(0, room - dots.length()) + dots);
    }

    private String hintTitle(int number) {
        return paint.bold("Hint " + number) + paint.dim(" of " + exercise.hints().size());
    }
}
