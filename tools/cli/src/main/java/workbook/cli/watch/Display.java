package workbook.cli.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import workbook.cli.AdocText;
import workbook.cli.ShownExercise;
import workbook.cli.ShownList;
import workbook.cli.ShownOutcome;
import workbook.cli.Solution;
import workbook.cli.Standings;
import workbook.cli.Workbook;
import workbook.engine.Exercise;
import workbook.engine.Outcome;
import workbook.engine.State;
import workbook.engine.progress.Progress;

/// Lays out what the watch shows: a title, something in the middle, the footer.
final class Display {
    private static final int WIDEST = 100;
    /// Lines for the title, the footer and the cursor.
    private static final int AROUND = 8;

    private final Workbook workbook;
    private final Screen screen;
    private Middle last = width -> List.of();
    private String news = "";
    private Progress progress = Progress.of(List.of());

    /// What stands between title and footer, for a screen of some width.
    private interface Middle {
        List<String> lines(int width) throws IOException;
    }

    Display(Workbook workbook, Screen screen) {
        this.workbook = workbook;
        this.screen = screen;
    }

    /// @param done of `all` exercises, or 0 of 0 if it is only one
    void checking(Exercise exercise, int done, int all) throws IOException {
        var paint = screen.paint();
        var dots = paint.glyph("…", "...");
        show(exercise,
                width -> List.of(paint.dim("checking " + (all > 0 ? done + 1 + " of " + all + " " : "") + dots)));
    }

    void report(Exercise exercise, Outcome outcome) throws IOException {
        show(exercise, width -> {
            var lines = new ArrayList<>(new ShownOutcome(workbook, screen.paint(), width).lines(outcome));
            var standing = workbook.progress().of(exercise);
            if (outcome.state() == State.SOLVED) {
                lines.add("");
                lines.add(whatNext(exercise));
            } else if (standing.attempts() <= 1) {
                lines.add("");
                var text = new ShownExercise(workbook, exercise, screen.paint(), width).text();
                var isRoom = lines.size() + text.size() + AROUND <= screen.rows();
                lines.addAll(isRoom ? text : List.of("t shows what the exercise asks."));
            }
            return lines;
        });
    }

    private String whatNext(Exercise exercise) throws IOException {
        var next = workbook.progress().next(workbook.exercises(), exercise);
        return next.map(then -> "n goes on to " + then.id() + ": " + then.aim() + ".")
                .orElse("Everything is solved. Well done.")
                + (Solution.isThere(workbook, exercise) ? " s compares with the workbook's answer." : "");
    }

    void task(Exercise exercise) throws IOException {
        show(exercise, width -> new ShownExercise(workbook, exercise, screen.paint(), width).task());
    }

    void hints(Exercise exercise, int opened) throws IOException {
        show(exercise, width -> {
            var hints = new ShownExercise(workbook, exercise, screen.paint(), width).hints(opened);
            return hints.isEmpty() ? List.of("This exercise has no hints.") : hints;
        });
    }

    void solution(Exercise exercise, Solution solution) throws IOException {
        show(exercise, width -> solution.lines(screen.paint(), width));
    }

    void list(Exercise exercise) throws IOException {
        show(exercise, width -> {
            var lines = new ArrayList<>(new ShownList(workbook, screen.paint(), width).lines());
            lines.add("");
            lines.add(screen.paint().dim("Type a number to go there, any other key to come back."));
            return lines;
        });
    }

    void note(Exercise exercise, String sentence) {
        last = width -> AdocText.lines(sentence, screen.paint(), width);
        var width = width();
        show(exercise, AdocText.lines(sentence, screen.paint(), width), width);
    }

    void redraw(Exercise exercise) throws IOException {
        show(exercise, last);
    }

    /// Something to say above the footer, whatever else is shown, until something else is to be said there.
    void keepSaying(String sentence) {
        news = sentence;
    }

    private void show(Exercise exercise, Middle middle) throws IOException {
        last = middle;
        progress = workbook.progress();
        var width = width();
        show(exercise, middle.lines(width), width);
    }

    private void show(Exercise exercise, List<String> middle, int width) {
        var lines = new ArrayList<String>();
        lines.add(title(exercise, width));
        lines.add("");
        lines.addAll(middle);
        lines.add("");
        AdocText.lines(news, screen.paint(), width).forEach(line -> lines.add(screen.paint().yellow(line)));
        lines.addAll(new Footer(screen.paint(), width).lines(workbook, exercise,
                new Standings(workbook.exercises(), progress)));
        screen.show(lines);
    }

    private int width() {
        return Math.min(screen.columns(), WIDEST);
    }

    private String title(Exercise exercise, int width) {
        var paint = screen.paint();
        var left = "Sockets by Hand";
        var right = exercise.order() + " of " + workbook.exercises().size() + paint.glyph(" · ", ", ") + exercise.id();
        var gap = Math.max(width - left.length() - right.length(), 2);
        return paint.bold(left) + " ".repeat(gap) + paint.dim(right);
    }
}
