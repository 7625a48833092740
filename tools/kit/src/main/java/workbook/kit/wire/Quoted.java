package workbook.kit.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Bytes as text between quotation marks, escaped as in the workbook's reports, cut to what there is room for.
final class Quoted {
    private Quoted() {}

    /// `"hel"`, or `"GET / HT…"` where all would take more columns than there are.
    static String of(byte[] data, int columns, boolean hasGlyphs) {
        var text = new StringBuilder("\"");
        var cut = hasGlyphs ? "…\"" : "..\"";
        var shown = shown(data, columns, hasGlyphs);
        for (var i = 0; i < shown.size(); i++) {
            var isLast = i == shown.size() - 1;
            if (text.length() + shown.get(i).length() + (isLast ? 1 : cut.length()) > columns) {
                return text + cut;
            }
            text.append(shown.get(i));
        }
        return text.append('"').toString();
    }

    /// One text for each byte or character, and no more of them than could fit.
    private static List<String> shown(byte[] data, int most, boolean hasGlyphs) {
        var window = data.length <= 4 * most ? data : Arrays.copyOf(data, 4 * most);
        if (hasGlyphs && window.length == data.length) {
            try {
                return shown(UTF_8.newDecoder().decode(ByteBuffer.wrap(window)).toString().codePoints().toArray());
            } catch (CharacterCodingException e) {
                // No text: byte by byte, then.
            }
        }
        var shown = new ArrayList<String>();
        for (var i = 0; i < window.length; i++) {
            var isBeforeDigit = i + 1 < window.length && Character.isDigit(window[i + 1]);
            shown.add(show(window[i], isBeforeDigit));
        }
        return shown;
    }

    private static List<String> shown(int[] characters) {
        var shown = new ArrayList<String>();
        for (var i = 0; i < characters.length; i++) {
            var isBeforeDigit = i + 1 < characters.length && Character.isDigit(characters[i + 1]);
            shown.add(characters[i] < 0x80 ? show((byte) characters[i], isBeforeDigit) : show(characters[i]));
        }
        return shown;
    }

    /// Letters of scripts that take one column each stand as they are.
    private static String show(int character) {
        if (character < 0x590 && Character.isLetter(character)) {
            return Character.toString(character);
        }
        var escaped = new StringBuilder();
        for (var value : Character.toString(character).getBytes(UTF_8)) {
            escaped.append(show(value, false));
        }
        return escaped.toString();
    }

    private static String show(byte value, boolean isBeforeDigit) {
        return switch (value) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> value >= 0x20 && value < 0x7f
                    ? Character.toString(value)
                    : value >= 0 && value < 8 && !isBeforeDigit
                            ? "\\" + value
                            : String.format(Locale.ROOT, "\\x%02x", value);
        };
    }
}
