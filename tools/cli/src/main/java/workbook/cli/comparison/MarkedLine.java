package workbook.cli.comparison;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jline.utils.WCWidth;

/// A line of code in which some characters are marked as changed.
///
/// @param text    its code points; no tabs, nothing that would steer a terminal
/// @param changed which of them are marked
record MarkedLine(int[] text, BitSet changed) {
    private static final int TAB = 4;
    /// How much deeper than its first piece a broken line goes on.
    private static final int CONTINUATION = 4;

    /// @param isChanged for each code point of the text, whether it is marked
    static MarkedLine of(String text, BitSet isChanged) {
        var shown = new ArrayList<Integer>();
        var changed = new BitSet();
        var codePoints = text.codePoints().toArray();
        for (var i = 0; i < codePoints.length; i++) {
            var isTab = codePoints[i] == '\t';
            for (var n = isTab ? TAB : 1; n > 0; n--) {
                changed.set(shown.size(), isChanged.get(i));
                shown.add(isTab ? ' ' : Character.isISOControl(codePoints[i]) ? '?' : codePoints[i]);
            }
        }
        return new MarkedLine(shown.stream().mapToInt(Integer::intValue).toArray(), changed);
    }

    static MarkedLine of(String text) {
        return of(text, new BitSet());
    }

    /// Broken into pieces that are no wider than this, at blanks where there are any.
    List<MarkedLine> wrapped(int width) {
        var pieces = new ArrayList<MarkedLine>();
        var indent = Math.min(indent() + CONTINUATION, width / 2);
        var from = 0;
        do {
            var margin = pieces.isEmpty() ? 0 : indent;
            var to = breakAfter(from, width - margin);
            pieces.add(piece(margin, from, to));
            from = to;
            while (from < text.length && text[from] == ' ') {
                from++;
            }
        } while (from < text.length);
        return pieces;
    }

    private int indent() {
        var indent = 0;
        while (indent < text.length && text[indent] == ' ') {
            indent++;
        }
        return indent;
    }

    private int breakAfter(int from, int width) {
        var columns = 0;
        var lastBlank = from;
        var inText = false;
        for (var i = from; i < text.length; i++) {
            columns += columns(text[i]);
            if (columns > width) {
                return lastBlank > from ? lastBlank : Math.max(i, from + 1);
            }
            inText |= text[i] != ' ';
            lastBlank = inText && text[i] == ' ' ? i + 1 : lastBlank;
        }
        return text.length;
    }

    private MarkedLine piece(int margin, int from, int to) {
        var end = to;
        while (end > from && text[end - 1] == ' ') {
            end--;
        }
        var cut = new int[margin + end - from];
        java.util.Arrays.fill(cut, 0, margin, ' ');
        System.arraycopy(text, from, cut, margin, end - from);
        var marks = new BitSet();
        for (var i = from; i < end; i++) {
            marks.set(margin + i - from, changed.get(i));
        }
        return new MarkedLine(cut, marks);
    }

    boolean hasMarks() {
        return !changed.isEmpty();
    }

    int width() {
        var columns = 0;
        for (var codePoint : text) {
            columns += columns(codePoint);
        }
        return columns;
    }

    /// The text, with each marked stretch painted.
    String painted(UnaryOperator<String> mark) {
        var painted = new StringBuilder();
        for (var from = 0; from < text.length;) {
            var isMarked = changed.get(from);
            var end = isMarked ? changed.nextClearBit(from) : changed.nextSetBit(from);
            var to = end < 0 ? text.length : Math.min(end, text.length);
            var stretch = new String(text, from, to - from);
            painted.append(isMarked ? mark.apply(stretch) : stretch);
            from = to;
        }
        return painted.toString();
    }

    /// A line that points at what is marked, for terminals without colours.
    String pointers() {
        var pointers = new StringBuilder();
        for (var i = 0; i < text.length; i++) {
            pointers.append((changed.get(i) ? "^" : " ").repeat(columns(text[i])));
        }
        return pointers.toString().stripTrailing();
    }

    private static int columns(int codePoint) {
        return Math.max(WCWidth.wcwidth(codePoint), 0);
    }

    @Override
    public String toString() {
        return new String(text, 0, text.length);
    }
}
