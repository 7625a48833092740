package workbook.grader;

import java.util.ArrayList;
import java.util.List;

/// Text that came out of a sandbox, or out of a student's file, as it may be shown anywhere: no character that moves a
/// cursor, turns the direction of writing, or is not there to be seen; not too much of it.
final class SafeText {
    private static final int MOST_LINES = 40;
    private static final int WIDEST = 200;
    private static final int MOST = 4_000;

    private SafeText() {}

    /// @return lines separated by line feeds, none at the end
    static String of(String text) {
        var lines = new ArrayList<String>();
        for (var line : text.lines().limit(MOST_LINES + 1L).toList()) {
            lines.add(line(line));
        }
        if (lines.size() > MOST_LINES) {
            lines.set(MOST_LINES, "…");
        }
        var all = String.join("\n", trimmed(lines));
        return all.length() <= MOST ? all : all.substring(0, MOST) + "…";
    }

    private static List<String> trimmed(List<String> lines) {
        while (!lines.isEmpty() && lines.getLast().isBlank()) {
            lines.removeLast();
        }
        return lines;
    }

    private static String line(String line) {
        var safe = new StringBuilder();
        line.codePoints().limit(WIDEST).forEach(each -> safe.appendCodePoint(isSafe(each) ? each : 0xFFFD));
        return line.codePointCount(0, line.length()) > WIDEST ? safe + "…" : safe.toString().stripTrailing();
    }

    private static boolean isSafe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
