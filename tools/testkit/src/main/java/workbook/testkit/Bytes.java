package workbook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;

/// Bytes as a report shows them: text that can be read, escapes for the rest, cut to the place that matters.
///
/// The escapes are those of Java and of `printf`: `\0` to `\7`, `\t`, `\n`, `\r`, `\"`, `\\`, and `\xNN`.
public final class Bytes {
    /// How many bytes stand on either side of the place that matters.
    private static final int AROUND = 28;

    private Bytes() {}

    /// The bytes of a text, in UTF-8.
    public static byte[] of(String text) {
        return text.getBytes(UTF_8);
    }

    /// Bytes by their values, `0` to `0xff`: `Bytes.of(0, 0, 0, 2, 'h', 'i')`.
    public static byte[] of(int... values) {
        var bytes = new byte[values.length];
        for (var i = 0; i < values.length; i++) {
            if (values[i] < -128 || values[i] > 255) {
                throw new IllegalArgumentException(values[i] + " is not a byte");
            }
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /// In quotes, at most as many bytes as fit a line, with a count of those left out.
    public static String show(byte[] bytes) {
        return show(bytes, 0);
    }

    /// In quotes, the surroundings of one byte, with a count of those left out on either side.
    public static String show(byte[] bytes, int at) {
        var window = Window.around(at, bytes.length);
        return before(window) + '"' + escape(bytes, window.from(), window.to()) + '"' + after(window, bytes.length);
    }

    /// The column, counted from 0, in which [#show(byte[], int)] puts the byte `at`; the closing quote if `at` is
    /// the number of bytes.
    public static int column(byte[] bytes, int at) {
        var window = Window.around(at, bytes.length);
        return before(window).length() + 1 + columns(escape(bytes, window.from(), Math.min(at, window.to())));
    }

    /// `1 byte`, `1,234 bytes`.
    public static String count(long bytes) {
        return String.format(Locale.ROOT, "%,d %s", bytes, bytes == 1 ? "byte" : "bytes");
    }

    private record Window(int from, int to) {
        static Window around(int at, int length) {
            if (length <= 2 * AROUND) {
                return new Window(0, length);
            }
            // At either end of the bytes the window keeps its size.
            var from = Math.clamp(at - AROUND, 0, length - 2 * AROUND);
            return new Window(from, from + 2 * AROUND);
        }
    }

    private static String before(Window window) {
        return window.from() == 0 ? "" : "… " + count(window.from()) + " … ";
    }

    private static String after(Window window, int length) {
        return window.to() == length ? "" : " … " + count(length - window.to()) + " …";
    }

    private static String escape(byte[] bytes, int from, int to) {
        var text = new StringBuilder();
        var isText = isText(bytes);
        for (var i = from; i < to;) {
            var length = lengthOfText(bytes, i, to);
            if (length > 1 && !isText) {
                length = 0;
            }
            if (length > 0) {
                text.append(new String(bytes, i, length, UTF_8));
                i += length;
            } else {
                text.append(escape(bytes[i], i + 1 < bytes.length && Character.isDigit(bytes[i + 1])));
                i++;
            }
        }
        return text.toString();
    }

    private static String escape(byte value, boolean digitFollows) {
        return switch (value) {
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            // "\2" before a digit would read as another octal number.
            default -> value >= 0 && value < 8 && !digitFollows ? "\\" + value : "\\x%02x".formatted(value);
        };
    }

    /// Whether the bytes are UTF-8, but for a character cut at either end: what looks like a letter among random
    /// bytes is none.
    private static boolean isText(byte[] bytes) {
        var from = 0;
        while (from < Math.min(3, bytes.length) && (bytes[from] & 0xc0) == 0x80) {
            from++;
        }
        var in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        // Without an end of input a character that is cut there is no error.
        return !UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length + 1), false).isError();
    }

    /// How many bytes from `at` on are one character that can be shown as it is; 0 if it needs an escape.
    private static int lengthOfText(byte[] bytes, int at, int to) {
        var first = bytes[at] & 0xff;
        if (first < 0x80) {
            return first >= ' ' && first < 0x7f && first != '"' && first != '\\' ? 1 : 0;
        }
        var length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString();
            return isVisible(text.codePointAt(0)) ? length : 0;
        } catch (CharacterCodingException e) {
            return 0;
        }
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                false;
            // Right-to-left text would not stand where the caret points.
            default -> Character.getDirectionality(character) != Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    && Character.getDirectionality(character) != Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
        };
    }

    private static int columns(String text) {
        return text.codePoints().map(character -> isWide(character) ? 2 : 1).sum();
    }

    /// Roughly what terminals draw over two columns: East Asian scripts and emoji.
    private static boolean isWide(int character) {
        return character >= 0x1100 && character <= 0x115f || character >= 0x2e80 && character <= 0xa4cf
                || character >= 0xac00 && character <= 0xd7a3 || character >= 0xf900 && character <= 0xfaff
                || character >= 0xfe30 && character <= 0xfe6f || character >= 0xff00 && character <= 0xff60
                || character >= 0x1f300 && character <= 0x1faff || character >= 0x20000 && character <= 0x3fffd;
    }
}
