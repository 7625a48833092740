package workbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/// Painted text measured and cut in the columns of a terminal, where a Chinese character takes two and a colour none.
public final class Columns {
    private static final int TAB = 4;
    /// What [Paint] writes, and one character of anything else.
    private static final Pattern PIECE = Pattern
            .compile("(?<sequence>\u001b\\[[0-9;]*m|\u001b\\]8;;.*?\u001b\\\\)|.", Pattern.DOTALL);
    private static final String PLAIN = "\u001b[0m";
    private static final String NO_LINK = "\u001b]8;;\u001b\\";

    private final int width;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int column;
    private String colour = "";
    private String link = "";

    private Columns(int width) {
        this.width = width;
    }

    /// How many columns a painted text takes, in one line.
    public static int of(String painted) {
        var columns = 0;
        for (var pieces = PIECE.matcher(painted); pieces.find();) {
            columns += pieces.group("sequence") == null ? columns(pieces.group().codePointAt(0), columns) : 0;
        }
        return columns;
    }

    /// The line, on as many lines as it needs. Tabs become blanks; a control character, which would move the cursor,
    /// becomes a question mark.
    public static List<String> fold(String painted, int width) {
        var folded = new Columns(Math.max(width, 2));
        for (var pieces = PIECE.matcher(painted); pieces.find();) {
            if (pieces.group("sequence") == null) {
                folded.add(pieces.group().codePointAt(0));
            } else {
                folded.paint(pieces.group());
            }
        }
        folded.end();
        return folded.lines;
    }

    /// The beginning of the line, as much as fits.
    public static String cut(String painted, int width) {
        return fold(painted, width).getFirst();
    }

    /// The text, and blanks up to this width.
    public static String pad(String painted, int width) {
        return painted + " ".repeat(Math.max(width - of(painted), 0));
    }

    private static int columns(int character, int column) {
        if (character == '\t') {
            return TAB - column % TAB;
        }
        return Character.isISOControl(character) ? 1 : Math.max(WCWidth.wcwidth(character), 0);
    }

    private void add(int character) {
        var columns = columns(character, column);
        if (column + columns > width) {
            end();
            line.append(colour).append(link);
            columns = columns(character, column);
        }
        if (character == '\t') {
            line.repeat(' ', columns);
        } else {
            line.appendCodePoint(Character.isISOControl(character) ? '?' : character);
        }
        column += columns;
    }

    private void paint(String sequence) {
        line.append(sequence);
        if (sequence.startsWith("\u001b]")) {
            link = sequence.equals(NO_LINK) ? "" : sequence;
        } else {
            colour = sequence.equals(PLAIN) ? "" : colour + sequence;
        }
    }

    /// No colour and no link goes on into what stands beside or below.
    private void end() {
        lines.add(line + (colour.isEmpty() ? "" : PLAIN) + (link.isEmpty() ? "" : NO_LINK));
        line.setLength(0);
        column = 0;
    }
}
