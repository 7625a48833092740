package workbook.cli.watch;

import java.util.ArrayList;
import java.util.List;
import workbook.cli.Paint;
import workbook.cli.Standings;
import workbook.cli.Workbook;
import workbook.cli.Words;
import workbook.engine.Exercise;

/// The watch's last lines: how far along, which file, which keys.
final class Footer {
    private static final int WIDEST_BAR = 40;
    private static final List<String> KEYS = List.of("n next", "h hint", "t task", "l list", "s solution", "x reset",
            "a all", "r rerun", "q quit");

    private final Paint paint;
    private final int width;

    Footer(Paint paint, int width) {
        this.paint = paint;
        this.width = width;
    }

    List<String> lines(Workbook workbook, Exercise exercise, Standings standings) {
        var lines = new ArrayList<String>();
        lines.add(progress(standings));
        for (var stub : exercise.stubs()) {
            lines.add(paint.link(stub, workbook.show(stub), width));
        }
        lines.addAll(keys());
        return lines;
    }

    private String progress(Standings standings) {
        var all = standings.exercises().size();
        var left = standings.minutesLeft();
        var words = " " + standings.solved() + "/" + all
                + (left == 0 ? ", the core path is done" : ", about " + Words.duration(left) + " left");
        var room = Math.clamp(width - words.length(), 0, WIDEST_BAR);
        var filled = all == 0 ? 0 : room * standings.solved() / all;
        return paint.green(paint.glyph("━", "#").repeat(filled))
                + paint.dim(paint.glyph("─", "-").repeat(room - filled)) + words;
    }

    private List<String> keys() {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var key : KEYS) {
            if (!line.isEmpty() && Paint.width(line.toString()) + 2 + key.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : "  ")
                    .append(paint.bold(key.substring(0, 1)))
                    .append(paint.dim(key.substring(1)));
        }
        lines.add(line.toString());
        return lines;
    }
}
