import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.utils.ScreenTerminal;

/// One line of a screen: stretches of text that look alike.
record Line(List<Stretch> stretches) {
    /// The plain colours are too dark to be read on a dark ground; terminals, too, show lighter ones.
    private static final Map<String, String> PALETTE = Map.of("#880000", "#f2777a", "#008800", "#8bd17c", "#888800",
            "#e8c468", "#000088", "#7aa2f7", "#880088", "#c792ea", "#008888", "#6fd0d6");

    /// @param column where it starts
    /// @param colour `#rrggbb`, or empty for the terminal's own
    record Stretch(int column, String text, String colour, boolean isBold, boolean isDim) {}

    static Line plain(String text) {
        return new Line(text.isBlank() ? List.of() : List.of(new Stretch(0, text, "", false, false)));
    }

    static Line of(long[] cells, int start, int columns) {
        var stretches = new ArrayList<Stretch>();
        for (var column = 0; column < columns;) {
            var first = cells[start + column];
            var text = new StringBuilder();
            var from = column;
            while (column < columns && looksLike(first, cells[start + column])) {
                text.appendCodePoint(ScreenTerminal.cellCodePoint(cells[start + column]));
                column++;
            }
            if (!text.toString().isBlank()) {
                stretches.add(new Stretch(from, text.toString().stripTrailing(), colour(first),
                        ScreenTerminal.cellBold(first), ScreenTerminal.cellDim(first)));
            }
        }
        return new Line(stretches);
    }

    private static boolean looksLike(long one, long other) {
        return ScreenTerminal.cellAttr(one) == ScreenTerminal.cellAttr(other);
    }

    private static String colour(long cell) {
        if (!ScreenTerminal.cellHasForeground(cell)) {
            return "";
        }
        var colour = "#%06x".formatted(ScreenTerminal.cellColorRgb(ScreenTerminal.cellForeground(cell)) & 0xffffff);
        return PALETTE.getOrDefault(colour, colour);
    }

    String text() {
        var text = new StringBuilder();
        for (var stretch : stretches) {
            text.append(" ".repeat(Math.max(0, stretch.column() - text.length()))).append(stretch.text());
        }
        return text.toString();
    }
}
