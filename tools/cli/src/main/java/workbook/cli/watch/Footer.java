package workbook.cli.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workbook.cli.Columns;
import workbook.cli.Paint;
import workbook.cli.Standings;
import workbook.cli.Workbook;
import workbook.engine.Exercise;

/// The watch's last lines: how far along, how saves are followed, which file, which keys.
final class Footer {
    static final List<String> KEYS = List.of("n next", "h hint", "t task", "l list", "w wire", "s solution", "x reset",
            "a all", "r rerun", "? help", "q quit");
    /// One line of a terminal of 80; the help has the rest.
    private static final List<String> MANY_KEYS = List.of("n next", "h hint", "t task", "l list", "w wire",
            "s solution", "x reset", "? help", "q quit");
    /// While something is read that a key has put before the report.
    static final List<String> READING_KEYS = List.of("Esc back", "n next", "h hint", "t task", "l list", "w wire",
            "s solution", "? help", "q quit");
    /// What must be known where there is room for nothing else.
    private static final List<String> FEW_KEYS = List.of("? help", "q quit");
    private static final int WIDEST_BAR = 40;
    private static final int NARROWEST_BAR = 8;

    private final Paint paint;
    private final int width;
    private final Workbook workbook;
    private final Exercise exercise;

    Footer(Paint paint, int width, Workbook workbook, Exercise exercise) {
        this.paint = paint;
        this.width = width;
        this.workbook = workbook;
        this.exercise = exercise;
    }

    /// @param room how many lines there may be, at least one; what matters least goes first
    List<String> lines(Standings standings, Following following, List<String> keys, int room) {
        var file = exercise.stubs().stream().map(stub -> paint.link(stub, shown(stub), width)).toList();
        var progress = progress(standings, following);
        var allKeys = keys(keys);
        if (keys.equals(KEYS) && allKeys.size() > 1) {
            allKeys = keys(MANY_KEYS);
        }
        var fewKeys = keys.equals(KEYS) ? keys(FEW_KEYS) : allKeys.subList(0, 1);
        return firstThatFits(room,
                List.of(joined(progress, file, allKeys), joined(progress.subList(0, 1), file, allKeys),
                        joined(progress.subList(0, 1), file, fewKeys), joined(file.subList(0, 1), fewKeys), fewKeys));
    }

    private static List<String> firstThatFits(int room, List<List<String>> choices) {
        return choices.stream().filter(lines -> lines.size() <= room).findFirst().orElse(choices.getLast());
    }

    @SafeVarargs
    private static List<String> joined(List<String>... parts) {
        var lines = new ArrayList<String>();
        for (var part : parts) {
            lines.addAll(part);
        }
        return lines;
    }

    private String shown(Path stub) {
        return paint.end(workbook.show(stub), width);
    }

    private List<String> progress(Standings standings, Following following) {
        var all = standings.exercises().size();
        var words = " " + standings.solved() + "/" + all + ", " + standings.left(standings.exercises());
        var saves = "saves: " + following.words();
        var beside = paint.glyph(" · ", ", ") + saves;
        var isBeside = words.length() + beside.length() + NARROWEST_BAR <= width;
        var room = Math.clamp(width - words.length() - (isBeside ? beside.length() : 0), 0, WIDEST_BAR);
        var filled = all == 0 ? 0 : room * standings.solved() / all;
        var bar = paint.green(paint.glyph("━", "#").repeat(filled))
                + paint.dim(paint.glyph("─", "-").repeat(room - filled));
        if (isBeside) {
            return List.of(bar + words + paint.dim(beside));
        }
        return List.of(Columns.cut(room < NARROWEST_BAR ? words.strip() : bar + words, width),
                Columns.cut(paint.dim(saves), width));
    }

    private List<String> keys(List<String> keys) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var key : keys) {
            if (!line.isEmpty() && Paint.width(line.toString()) + 2 + Paint.width(key) > width) {
                lines.add(Columns.cut(line.toString(), width));
                line.setLength(0);
            }
            var name = key.indexOf(' ') < 0 ? key.length() : key.indexOf(' ');
            line.append(line.isEmpty() ? "" : "  ")
                    .append(paint.bold(key.substring(0, name)))
                    .append(paint.dim(key.substring(name)));
        }
        lines.add(Columns.cut(line.toString(), width));
        return lines;
    }
}
