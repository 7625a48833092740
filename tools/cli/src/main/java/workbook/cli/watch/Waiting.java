package workbook.cli.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import workbook.cli.AdocText;
import workbook.cli.Paint;
import workbook.engine.Exercise;

/// Something runs, and for how long: who sees the seconds count knows a hang for what it is.
///
/// @param what      "checking hello-socket"
/// @param since     when it began, in [System#nanoTime()]
/// @param then      what to say when it takes long
/// @param isOfCheck whether it ends with a verdict
record Waiting(String what, long since, String then, boolean isOfCheck) implements View {
    private static final long LONG_SECONDS = 3;

    static Waiting forPackets(Exercise exercise) {
        return new Waiting("watching the wire of " + exercise.id(), System.nanoTime(), "", false);
    }

    @Override
    public List<String> lines(Paint paint, int width) {
        var seconds = seconds();
        var lines = new ArrayList<String>();
        lines.add(paint.dim(what + paint.glyph("…", "...") + (seconds > 0 ? " " + seconds + " s" : "")));
        if (seconds >= LONG_SECONDS && !then.isEmpty()) {
            lines.add("");
            AdocText.lines(then, paint, width).forEach(line -> lines.add(paint.dim(line)));
        }
        return lines;
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }
}
