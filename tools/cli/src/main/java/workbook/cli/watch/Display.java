package workbook.cli.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import workbook.cli.AdocText;
import workbook.cli.Columns;
import workbook.cli.Paint;
import workbook.cli.Standings;
import workbook.cli.Workbook;
import workbook.engine.Exercise;
import workbook.engine.progress.Progress;

/// Lays out what the watch shows: a title, a view or as much of it as there is room for, the footer.
final class Display {
    private static final int WIDEST_TEXT = 100;
    /// From here on there is room for a blank line below the title.
    private static final int MANY_ROWS = 16;
    private static final int FEW_ROWS = 6;

    private final Workbook workbook;
    private final Screen screen;
    private final Supplier<Following> following;
    private final Pager pager = new Pager();
    private View view = Reading.note("");
    private String news = "";
    private Standings standings;

    Display(Workbook workbook, Screen screen, Supplier<Following> following) {
        this.workbook = workbook;
        this.screen = screen;
        this.following = following;
        this.standings = new Standings(workbook.exercises(), Progress.of(List.of()), Map.of());
    }

    void show(Exercise exercise, View next) throws IOException {
        if (!(next instanceof Waiting && view instanceof Waiting)) {
            pager.toTop();
        }
        view = next;
        redraw(exercise);
    }

    View view() {
        return view;
    }

    Pager pager() {
        return pager;
    }

    boolean isPaper() {
        return screen.isPaper();
    }

    /// Something to say above the footer, whatever else is shown, until something else is to be said there.
    void keepSaying(String sentence) {
        news = sentence;
    }

    /// Shows what is to be said; on paper that alone, for the rest can be read above.
    void tell(Exercise exercise) throws IOException {
        if (screen.isPaper()) {
            screen.show(news(screen.columns()));
        } else {
            redraw(exercise);
        }
    }

    void stopSaying(String sentence) {
        if (news.equals(sentence)) {
            news = "";
        }
    }

    /// What is left when the watch has ended.
    void leave(Report report) {
        var paint = screen.paint();
        var width = Math.min(screen.columns(), WIDEST_TEXT);
        var lines = new ArrayList<>(report.verdict(paint, width));
        lines.add("");
        lines.add("./workbook goes on from here.");
        screen.leave(lines);
    }

    /// The same, where there is no report yet.
    void leaveUnchecked(Exercise exercise) {
        screen.leave(List.of(exercise.id() + " was being checked; ./workbook goes on from here."));
    }

    void redraw(Exercise exercise) throws IOException {
        var columns = screen.columns();
        var width = Math.min(columns, WIDEST_TEXT);
        var body = new ArrayList<String>();
        for (var line : view.lines(screen.paint(), view.isWide() ? columns : width)) {
            body.addAll(Columns.fold(line, columns));
        }
        screen.show(screen.isPaper() ? onPaper(body, exercise, width) : onScreen(body, exercise, width));
    }

    private List<String> onPaper(List<String> body, Exercise exercise, int width) throws IOException {
        var lines = new ArrayList<>(body);
        if (!(view instanceof Waiting)) {
            lines.add("");
            lines.addAll(now(width));
            lines.addAll(news(width));
            lines.addAll(footer(exercise, width, Integer.MAX_VALUE));
            lines.add("");
        }
        return lines;
    }

    /// Exactly as many lines as the screen has, the footer at the bottom.
    private List<String> onScreen(List<String> body, Exercise exercise, int width) throws IOException {
        var rows = screen.rows();
        var top = new ArrayList<String>();
        if (rows >= FEW_ROWS) {
            top.add(title(exercise, width));
        }
        if (rows >= MANY_ROWS) {
            top.add("");
        }
        var bottom = new ArrayList<>(news(width));
        bottom.addAll(now(width));
        bottom.addAll(footer(exercise, width, Math.max(rows / 3, 1)));
        var room = rows - top.size() - 1 - bottom.size();
        pager.fit(body.size(), room);
        view.cursor().ifPresent(pager::show);
        var lines = new ArrayList<>(top);
        lines.addAll(body.subList(pager.first(), pager.end()));
        while (lines.size() < top.size() + room) {
            lines.add("");
        }
        lines.add(Columns.cut(screen.paint().dim(between()), width));
        lines.addAll(bottom);
        return lines.subList(Math.max(lines.size() - rows, 0), lines.size());
    }

    private List<String> news(int width) {
        return sentence(news, width).map(screen.paint()::yellow).toList();
    }

    private List<String> now(int width) throws IOException {
        return sentence(view.now(), width).toList();
    }

    private Stream<String> sentence(String text, int width) {
        return AdocText.lines(text, screen.paint(), width).stream().flatMap(line -> Columns.fold(line, width).stream());
    }

    private List<String> footer(Exercise exercise, int width, int room) {
        try {
            standings = Standings.of(workbook);
        } catch (IOException e) {
            // What cannot be read now is said elsewhere; the footer shows what was known.
        }
        var paint = screen.paint();
        return new Footer(paint, width, workbook, exercise).lines(standings, following.get(), view.keys(paint), room);
    }

    /// What part of the view is seen, and how to see the rest.
    private String between() {
        var status = view instanceof ListView list ? list.status() : "";
        if (pager.isAllSeen()) {
            return status;
        }
        var paint = screen.paint();
        var lines = "lines " + (pager.first() + 1) + paint.glyph("–", "-") + pager.end() + " of " + pager.all();
        var keys = view instanceof ListView ? "" : pager.isAtEnd() ? ", b goes back" : ", space goes on";
        return (status.isEmpty() ? "" : status + "   ") + lines + keys;
    }

    private String title(Exercise exercise, int width) {
        var paint = screen.paint();
        var left = "Sockets by Hand";
        var right = exercise.order() + " of " + workbook.exercises().size() + paint.glyph(" · ", ", ") + exercise.id();
        var gap = width - Paint.width(left) - Paint.width(right);
        return gap < 2
                ? Columns.cut(paint.bold(right), width)
                : paint.bold(left) + " ".repeat(gap) + paint.dim(right);
    }
}
