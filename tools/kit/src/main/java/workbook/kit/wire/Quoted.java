package workbook.kit.wire;

import java.util.Locale;

/// Bytes as text between quotation marks, escaped as in Java, cut to what there is room for.
final class Quoted {
    private Quoted() {}

    /// `"hel"`, or `"GET / HT…"` where all would take more columns than there are.
    static String of(byte[] data, int columns, boolean hasGlyphs) {
        var text = new StringBuilder("\"");
        var cut = hasGlyphs ? "…\"" : "..\"";
        for (var i = 0; i < data.length; i++) {
            var shown = show(data[i]);
            var isLast = i == data.length - 1;
            if (text.length() + shown.length() + (isLast ? 1 : cut.length()) > columns) {
                return text + cut;
            }
            text.append(shown);
        }
        return text.append('"').toString();
    }

    private static String show(byte value) {
        return switch (value) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case 0 -> "\\0";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> value >= 0x20 && value < 0x7f
                    ? Character.toString(value)
                    : String.format(Locale.ROOT, "\\x%02x", value);
        };
    }
}
