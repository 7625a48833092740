package workbook.cli.watch;

import java.util.ArrayList;
import java.util.List;
import workbook.cli.AdocText;
import workbook.cli.Paint;

/// What there is to press, one line each.
final class Help {
    private static final List<String> KEYS = List.of("n the next exercise that is not solved",
            "h a hint, and the next one each time", "t the task", "l all exercises, to go to one",
            "w the packets of one more run", "s the workbook's answer beside yours", "x put the stub back",
            "a check all exercises", "r check this one again", "q leave; the last report stays on the screen");

    private Help() {}

    static List<String> lines(Paint paint, int width) {
        var lines = new ArrayList<String>();
        lines.addAll(AdocText.lines("Save your answer, and it is checked. The watch goes to another exercise only when"
                + " a key says so.", paint, width));
        lines.add("");
        for (var key : KEYS) {
            lines.add(paint.bold(key.substring(0, 1)) + " " + key.substring(1));
        }
        lines.add("");
        lines.addAll(AdocText.lines("Where there is more than fits: space and b, the arrows, PgUp and PgDn, Home and"
                + " End. Esc comes back to the report.", paint, width));
        return lines;
    }
}
