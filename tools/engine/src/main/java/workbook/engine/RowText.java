package workbook.engine;

import java.util.ArrayList;
import java.util.List;
import workbook.testkit.Report;

/// Fits the text of a row into the columns there are: by words, or, where a pointer stands below a place, by moving both.
final class RowText {
    private static final List<String> UNCUT = List.of("where", "repeat", "log");

    private RowText() {}

    /// @param start of the window that another row's pointer asks for, so that both can be compared
    static List<String> fit(Report.Row row, int room, int start) {
        var fitted = new ArrayList<String>();
        var lines = row.lines();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var pointer = i + 1 < lines.size() && isPointer(lines.get(i + 1)) ? lines.get(i + 1) : "";
            if (!pointer.isEmpty()) {
                var from = start(line, pointer, room);
                fitted.add(window(line, from, room));
                fitted.addAll(pointed(" ".repeat(Math.max(0, pointer.indexOf('^') - from + (from > 0 ? 1 : 0)))
                        + pointer.strip(), room));
                i++;
            } else if (UNCUT.contains(row.label())) {
                fitted.add(line);
            } else if (row.label().equals(Report.EXPECTED) && lines.size() == 1) {
                fitted.add(window(line, start, room));
            } else {
                fitted.addAll(wrap(line, room));
            }
        }
        return fitted;
    }

    /// Where the window begins that a row's pointer asks for; 0 if it has none.
    static int start(Report.Row row, int room) {
        var lines = row.lines();
        for (var i = 1; i < lines.size(); i++) {
            if (isPointer(lines.get(i))) {
                return start(lines.get(i - 1), lines.get(i), room);
            }
        }
        return 0;
    }

    private static int start(String line, String pointer, int room) {
        var column = pointer.indexOf('^');
        return line.length() <= room || column < room - 8
                ? 0
                : Math.max(0, Math.min(column - room / 2, line.length() - room + 1));
    }

    /// As much of a line as there is room for, from a column on.
    private static String window(String line, int from, int room) {
        if (from == 0 && line.length() <= room) {
            return line;
        }
        var begin = Math.min(from, line.length());
        var end = Math.min(line.length(), begin + room - 2);
        return (begin > 0 ? "…" : "") + line.substring(begin, end) + (end < line.length() ? "…" : "");
    }

    private static boolean isPointer(String line) {
        return line.strip().startsWith("^");
    }

    /// The words behind a caret go on below it.
    private static List<String> pointed(String pointer, int room) {
        if (pointer.length() <= room) {
            return List.of(pointer);
        }
        var column = pointer.indexOf('^');
        var words = pointer.substring(column + 1).strip();
        var lines = new ArrayList<>(List.of(pointer.substring(0, column + 1)));
        lines.addAll(wrap("  " + words, room));
        return lines;
    }

    private static List<String> wrap(String line, int room) {
        var indent = line.substring(0, line.length() - line.stripLeading().length());
        var lines = new ArrayList<String>();
        var rest = line;
        while (rest.length() > room) {
            var at = rest.lastIndexOf(' ', room);
            if (at <= indent.length()) {
                at = rest.indexOf(' ', room);
            }
            if (at < 0) {
                break;
            }
            lines.add(rest.substring(0, at));
            rest = indent + rest.substring(at).strip();
        }
        lines.add(rest);
        return lines;
    }
}
