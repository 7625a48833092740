package workbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A task's or a hint's AsciiDoc as text for a terminal: what an exercise block may hold and no more (paragraphs,
/// lists, inline code, links, listings).
public final class AdocText {
    private static final int WIDEST = 92;
    private static final Pattern ITEM = Pattern.compile("([*.]+|-) +(.*)");
    private static final Pattern INLINE = Pattern.compile("`\\+?(?<code>[^`]+?)\\+?`"
            + "|(?:link:)?(?<url>https?://[^\\s\\[]+)\\[(?<label>[^\\]]*)\\]"
            + "|<<[^,>]*,\\s*(?<name>[^>]*)>>|<<#?(?<anchor>[^>]*)>>|xref:[^\\[]*\\[(?<xref>[^\\]]*)\\]"
            + "|(?<![\\w*])\\*(?<strong>[^*\\s][^*]*)\\*(?![\\w*])|(?<![\\w_])_(?<soft>[^_\\s][^_]*)_(?![\\w_])");

    private final Paint paint;
    private final int width;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private String firstIndent = "";
    private String indent = "";
    private int number;

    private AdocText(Paint paint, int width) {
        this.paint = paint;
        this.width = Math.min(width, WIDEST);
    }

    /// The text's lines, none wider than the terminal unless a listing or a word is.
    public static List<String> lines(String adoc, Paint paint, int width) {
        var text = new AdocText(paint, width);
        text.read(adoc.lines().toList());
        return text.lines;
    }

    private void read(List<String> source) {
        var isListing = false;
        for (var line : source) {
            if (line.equals("----") || line.equals("....")) {
                endParagraph();
                isListing = !isListing;
                blank();
            } else if (isListing) {
                lines.add(indent + "    " + line);
            } else {
                readText(line);
            }
        }
        endParagraph();
        while (!lines.isEmpty() && lines.getLast().isBlank()) {
            lines.removeLast();
        }
    }

    private void readText(String line) {
        var item = ITEM.matcher(line);
        if (line.isBlank()) {
            endParagraph();
            endItem();
            blank();
        } else if (item.matches()) {
            endParagraph();
            startItem(item.group(1), item.group(2));
        } else if (line.equals("+")) {
            endParagraph();
        } else if (line.startsWith("[") && line.endsWith("]")) {
            endParagraph(); // attributes of the listing that follows
        } else if (line.matches("\\.[^. ].*")) {
            endParagraph();
            lines.add(indent + paint.bold(line.substring(1)));
        } else {
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        }
    }

    private void startItem(String marker, String text) {
        var isNumbered = marker.startsWith(".");
        number = isNumbered ? number + 1 : 0;
        var bullet = isNumbered ? number + ". " : paint.glyph("• ", "- ");
        var outer = "  ".repeat(marker.length() - 1);
        firstIndent = outer + bullet;
        indent = outer + " ".repeat(bullet.length());
        paragraph.append(text.strip());
    }

    private void endItem() {
        firstIndent = "";
        indent = "";
    }

    private void blank() {
        if (!lines.isEmpty() && !lines.getLast().isBlank()) {
            lines.add("");
        }
    }

    private void endParagraph() {
        if (paragraph.isEmpty()) {
            return;
        }
        if (firstIndent.isEmpty() && indent.isEmpty()) {
            number = 0;
        }
        wrap(inline(paragraph.toString()));
        paragraph.setLength(0);
        firstIndent = indent;
    }

    private String inline(String text) {
        return INLINE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(shown(match)));
    }

    private String shown(MatchResult match) {
        if (match.group("code") != null) {
            var code = match.group("code");
            return paint.hasColours() ? paint.cyan(code) : "`" + code + "`";
        }
        if (match.group("url") != null) {
            var label = match.group("label");
            return label.isBlank() ? match.group("url") : label + " (" + match.group("url") + ")";
        }
        if (match.group("strong") != null) {
            return paint.bold(match.group("strong"));
        }
        for (var group : List.of("name", "anchor", "xref", "soft")) {
            if (match.group(group) != null) {
                return match.group(group);
            }
        }
        return match.group();
    }

    private void wrap(String text) {
        var line = new StringBuilder(firstIndent);
        var isEmpty = true;
        for (var word : words(text)) {
            if (!isEmpty && Paint.width(line.toString()) + 1 + Paint.width(word) > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        lines.add(line.toString());
    }

    /// Splits at blanks, but not inside a painted piece, whose colour would run into the next line's margin.
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (var piece : text.split(" ")) {
            word.append(word.isEmpty() ? "" : " ").append(piece);
            var starts = word.toString().split("\u001b\\[[1-9]", -1).length;
            var ends = word.toString().split("\u001b\\[0m", -1).length;
            if (starts == ends) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
