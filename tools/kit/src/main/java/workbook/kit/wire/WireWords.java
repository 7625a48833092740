package workbook.kit.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import workbook.kit.wire.Rung.Mark;

/// The words that a ladder has in common with its picture.
final class WireWords {
    private static final long LONG_NANOS = 10_000_000_000L;

    private WireWords() {}

    /// `0.59 ms`; from ten seconds on `12.30 s`.
    static String time(Duration after) {
        return after.toNanos() < LONG_NANOS
                ? String.format(Locale.ROOT, "%.2f ms", after.toNanos() / 1e6)
                : String.format(Locale.ROOT, "%.2f s", after.toNanos() / 1e9);
    }

    /// `, sent again`, or nothing.
    static String mark(Mark mark) {
        return mark.words().isEmpty() ? "" : ", " + mark.words();
    }

    /// By words, where it must be.
    static List<String> wrap(String text, int room) {
        var lines = new ArrayList<String>();
        var rest = text;
        while (rest.length() > room) {
            var at = rest.lastIndexOf(' ', room);
            if (at <= 0) {
                break;
            }
            lines.add(rest.substring(0, at));
            rest = rest.substring(at + 1);
        }
        lines.add(rest);
        return lines;
    }
}
