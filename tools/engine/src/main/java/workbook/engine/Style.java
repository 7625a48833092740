package workbook.engine;

/// How a report is drawn.
///
/// @param hasColours whether escape sequences colour it
/// @param hasGlyphs  whether it may hold more than ASCII of its own
/// @param width      columns
public record Style(boolean hasColours, boolean hasGlyphs, int width) {
    private static final int WIDTH = 80;

    /// For pipes and files.
    public static Style plain() {
        return new Style(false, true, WIDTH);
    }

    String bold(String text) {
        return escaped("1", text);
    }

    String faint(String text) {
        return escaped("2", text);
    }

    String red(String text) {
        return escaped("31", text);
    }

    String green(String text) {
        return escaped("32", text);
    }

    String yellow(String text) {
        return escaped("33", text);
    }

    private String escaped(String code, String text) {
        return hasColours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
