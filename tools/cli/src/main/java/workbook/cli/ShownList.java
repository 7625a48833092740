package workbook.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import workbook.engine.Chapter;
import workbook.engine.Exercise;
import workbook.engine.State;

/// The table of all exercises, as lines for a terminal.
public final class ShownList {
    private static final int NUMBER = 5;
    private static final int MARK = 2;
    private static final int MINUTES = 9;
    private static final int GAP = 2;
    private static final int SHORTEST_TITLE = 12;
    private static final int ATTEMPTS = 13;

    private final Workbook workbook;
    private final Paint paint;
    private final int width;
    private final Standings standings;

    public ShownList(Workbook workbook, Paint paint, int width) throws IOException {
        this.workbook = workbook;
        this.paint = paint;
        this.width = width;
        this.standings = Standings.of(workbook);
    }

    public List<String> lines() {
        var lines = new ArrayList<String>();
        var current = standings.progress().current(workbook.exercises());
        for (var chapter : workbook.catalogue().chapters()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(heading(chapter));
            for (var exercise : of(chapter)) {
                lines.add((exercise.equals(current) ? paint.glyph("›", ">") : " ") + row(exercise));
            }
        }
        lines.add("");
        lines.add(standings.sentence());
        return lines;
    }

    public Standings standings() {
        return standings;
    }

    public List<Exercise> of(Chapter chapter) {
        return workbook.exercises().stream().filter(exercise -> exercise.chapter().equals(chapter.name())).toList();
    }

    /// A chapter's title, and how much of it is left.
    public String heading(Chapter chapter) {
        var some = of(chapter);
        var path = standings.minutesLeft(some) == 0 ? "" : " on the core path";
        var left = standings.left(some);
        left += Paint.width(chapter.title()) + 2 + left.length() + path.length() <= width ? path : "";
        var folder = "chapters/" + chapter.name() + ", ";
        var isRoom = Paint.width(chapter.title()) + 2 + folder.length() + left.length() <= width;
        return paint.bold(chapter.title()) + paint.dim("  " + (isRoom ? folder : "") + left);
    }

    /// What is known of one exercise, in one line; the column before it is free for a mark.
    public String row(Exercise exercise) {
        var longestId = workbook.exercises().stream().mapToInt(each -> Paint.width(each.id())).max().orElse(0);
        var longestTitle = workbook.exercises().stream().mapToInt(each -> Paint.width(each.title())).max().orElse(0);
        var standing = standings.of(exercise);
        var longestState = workbook.exercises().stream().mapToInt(each -> Paint.width(state(each))).max().orElse(0);
        var taken = NUMBER + MARK + longestId + GAP + longestState;
        var row = new StringBuilder("%3d ".formatted(exercise.order()));
        row.append(mark(exercise)).append(' ').append(Columns.pad(exercise.id(), longestId));
        if (taken + MINUTES <= width) {
            var title = Math.min(longestTitle, width - taken - MINUTES - GAP);
            if (title >= Math.min(SHORTEST_TITLE, longestTitle)) {
                row.append("  ").append(Columns.pad(paint.start(exercise.title(), title), title));
                taken += title + GAP;
            }
            row.append(paint.dim("%5d min".formatted(exercise.minutes())));
            taken += MINUTES;
        }
        row.append("  ").append(state(exercise));
        if (standing.attempts() > 0 && taken + ATTEMPTS <= width) {
            row.append(paint.dim(", " + Words.count(standing.attempts(), "attempt")));
        }
        return row.toString();
    }

    private String state(Exercise exercise) {
        return standings.doubt(exercise).map(Doubt::words).orElseGet(() -> Words.of(standings.of(exercise).state()));
    }

    private String mark(Exercise exercise) {
        var state = standings.of(exercise).state();
        if (state.isEmpty()) {
            return paint.dim(paint.glyph("·", "."));
        }
        if (standings.doubt(exercise).isPresent() || state.get() == State.NOT_RUN) {
            return paint.yellow("?");
        }
        return state.get() == State.SOLVED
                ? paint.green(paint.glyph("✓", "+"))
                : paint.red(paint.glyph("✗", "x"));
    }
}
