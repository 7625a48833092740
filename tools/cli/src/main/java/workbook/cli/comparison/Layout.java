package workbook.cli.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jline.utils.AttributedString;
import workbook.cli.Paint;
import workbook.cli.Words;

/// A [Comparison] as lines for a terminal: two columns where there is room for them, else one.
///
/// Signs say what a line is, and colours only repeat it. Where there are no colours, `^` points at what differs within
/// a line.
public final class Layout {
    public static final int WIDE = 100;
    private static final int SIGN = 3;

    private final Paint paint;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private Layout(Paint paint, int width) {
        this.paint = paint;
        this.width = width;
    }

    public static List<String> lines(Comparison comparison, Paint paint, int width) {
        var layout = new Layout(paint, Math.max(width, 20));
        if (width >= WIDE) {
            layout.sideBySide(comparison.folded());
        } else {
            layout.unified(comparison.folded());
        }
        return layout.lines;
    }

    private void sideBySide(List<Row> rows) {
        var left = (width - SIGN) / 2;
        var right = width - SIGN - left;
        var none = MarkedLine.of("");
        lines.add(paint.bold("yours") + " ".repeat(left - "yours".length() + SIGN) + paint.bold("the workbook's"));
        for (var row : rows) {
            switch (row) {
                case Row.Equal(var one, var other) -> beside(one, left, " ", other, right);
                case Row.Changed(var one, var other) -> beside(one, left, "|", other, right);
                case Row.OnlyLeft(var one) -> beside(one, left, "<", none, right);
                case Row.OnlyRight(var other) -> beside(none, left, ">", other, right);
                case Row.Folded(var count) -> fold(count);
            }
        }
        lines.add("");
        lines.add(paint.dim("<  only in yours    >  only in the workbook's    |  differs within the line"));
    }

    private void beside(MarkedLine left, int leftWidth, String sign, MarkedLine right, int rightWidth) {
        var ones = pieces(left, leftWidth, sign.equals("<") ? this::mine : UnaryOperator.identity(), this::mine);
        var others = pieces(right, rightWidth, sign.equals(">") ? this::theirs : UnaryOperator.identity(),
                this::theirs);
        for (var i = 0; i < Math.max(ones.size(), others.size()); i++) {
            var one = i < ones.size() ? ones.get(i) : "";
            var other = i < others.size() ? others.get(i) : "";
            var mark = i == 0 && !sign.isBlank() ? paint.bold(sign) : " ";
            lines.add((one + " ".repeat(leftWidth - columns(one)) + " " + mark + " " + other).stripTrailing());
        }
    }

    /// Not the number of characters: some take two columns.
    static int columns(String painted) {
        return new AttributedString(AttributedString.stripAnsi(painted)).columnLength();
    }

    private void unified(List<Row> rows) {
        var room = width - 2;
        for (var row : rows) {
            switch (row) {
                case Row.Equal(var one, var other) -> below("  ", one, room, UnaryOperator.identity(), this::mine);
                case Row.Changed(var one, var other) -> {
                    below(mine("- "), one, room, UnaryOperator.identity(), this::mine);
                    below(theirs("+ "), other, room, UnaryOperator.identity(), this::theirs);
                }
                case Row.OnlyLeft(var one) -> below(mine("- "), one, room, this::mine, this::mine);
                case Row.OnlyRight(var other) -> below(theirs("+ "), other, room, this::theirs, this::theirs);
                case Row.Folded(var count) -> fold(count);
            }
        }
        lines.add("");
        lines.add(paint.dim("-  yours    +  the workbook's"));
    }

    private void below(String sign, MarkedLine line, int room, UnaryOperator<String> paintAll,
            UnaryOperator<String> paintMarked) {
        var first = true;
        for (var piece : pieces(line, room, paintAll, paintMarked)) {
            lines.add(((first ? sign : "  ") + piece).stripTrailing());
            first = false;
        }
    }

    private List<String> pieces(MarkedLine line, int room, UnaryOperator<String> paintAll,
            UnaryOperator<String> paintMarked) {
        var pieces = new ArrayList<String>();
        for (var piece : line.wrapped(room)) {
            pieces.add(piece.hasMarks()
                    ? piece.painted(text -> paintMarked.apply(paint.underlined(text)))
                    : paintAll.apply(piece.toString()));
            if (piece.hasMarks() && !paint.hasColours()) {
                pieces.add(piece.pointers());
            }
        }
        return pieces;
    }

    private void fold(int count) {
        var dots = paint.glyph("…", "...");
        lines.add(paint.dim(dots + " " + Words.count(count, "equal line") + " " + dots));
    }

    /// Yellow and cyan are told apart by whoever cannot tell red from green.
    private String mine(String text) {
        return text.isEmpty() ? text : paint.yellow(text);
    }

    private String theirs(String text) {
        return text.isEmpty() ? text : paint.cyan(text);
    }
}
