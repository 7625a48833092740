import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Pictures, each for a time, drawn as one SVG that moves by CSS alone: the pictures stand below one another, and the
/// window steps from one to the next. Lines that occur in several pictures are drawn once and used again.
///
/// Who asks for less motion sees the last picture.
final class Film {
    private static final double CHARACTER = 8.0;
    private static final int LINE = 17;
    private static final int FONT = 13;
    private static final int MARGIN = 14;
    private static final int BAR = 26;
    private static final int EDITOR_LINES = 13;
    private static final int WIDTH = (int) (PseudoTerminal.COLUMNS * CHARACTER) + 2 * MARGIN;
    private static final int EDITOR_HEIGHT = BAR + EDITOR_LINES * LINE + MARGIN;
    private static final int HEIGHT = EDITOR_HEIGHT + BAR + PseudoTerminal.ROWS * LINE + MARGIN;

    private record Picture(String file, List<String> code, List<String> before, String said, List<Line> screen,
            Duration time) {}

    private final List<Picture> pictures = new ArrayList<>();
    private final Map<String, String> lines = new LinkedHashMap<>();
    private String file = "";
    private List<String> code = List.of();
    private List<String> before = List.of();
    private String said = "";

    void editorShows(String name, List<String> text) {
        before = code.isEmpty() ? text : code;
        file = name;
        code = text;
    }

    /// Beside the terminal's title.
    void terminalSays(String words) {
        said = words;
    }

    void show(List<Line> screen, Duration time) {
        var next = new Picture(file, code, before, said, screen, time);
        if (!pictures.isEmpty() && pictures.getLast().screen().equals(screen)
                && pictures.getLast().code().equals(code) && pictures.getLast().said().equals(said)) {
            next = new Picture(file, code, before, said, screen, time.plus(pictures.removeLast().time()));
        }
        pictures.add(next);
    }

    List<Line> lastScreen() {
        return pictures.getLast().screen();
    }

    String svg(String title, String description) {
        var strip = new StringBuilder();
        for (var i = 0; i < pictures.size(); i++) {
            strip.append("<g transform=\"translate(0 ").append(i * HEIGHT).append(")\">");
            draw(pictures.get(i), strip);
            strip.append("</g>\n");
        }
        var defined = new StringBuilder();
        lines.forEach((drawn, id) -> defined.append("<g id=\"").append(id).append("\">").append(drawn)
                .append("</g>\n"));
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" role="img" aria-labelledby="t d">
                <title id="t">%s</title>
                <desc id="d">%s</desc>
                <style>
                text{font:%dpx ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dae0;white-space:pre}
                .b{font-weight:bold}.m{fill:#8b919c}.bar{fill:#2b303b}
                .strip{animation:play %.2fs step-end infinite}
                @keyframes play{%s}
                @media (prefers-reduced-motion:reduce){.strip{animation:none;transform:translateY(%dpx)}}
                </style>
                <defs>
                %s</defs>
                <rect width="100%%" height="100%%" rx="8" fill="#1b1f27"/>
                <g class="strip">
                %s</g>
                </svg>
                """.formatted(WIDTH, HEIGHT, WIDTH, escaped(title), escaped(description), FONT, seconds(), keyframes(),
                -(pictures.size() - 1) * HEIGHT, defined, strip);
    }

    private double seconds() {
        return pictures.stream().mapToLong(picture -> picture.time().toMillis()).sum() / 1000.0;
    }

    private String keyframes() {
        var frames = new StringBuilder();
        var at = 0.0;
        for (var i = 0; i < pictures.size(); i++) {
            frames.append(String.format(Locale.ROOT, "%.3f%%{transform:translateY(%dpx)}", 100 * at / seconds(),
                    -i * HEIGHT));
            at += pictures.get(i).time().toMillis() / 1000.0;
        }
        return frames.toString();
    }

    private void draw(Picture picture, StringBuilder out) {
        bar(out, 0, picture.file(), "");
        for (var i = 0; i < Math.min(EDITOR_LINES, picture.code().size()); i++) {
            var text = picture.code().get(i);
            var y = BAR + (i + 1) * LINE;
            if (!picture.before().contains(text)) {
                out.append("<rect x=\"0\" y=\"").append(y - LINE + 4).append("\" width=\"100%\" height=\"")
                        .append(LINE).append("\" fill=\"#24361f\"/>");
            }
            use(out, Line.plain(text), y);
        }
        bar(out, EDITOR_HEIGHT, "terminal", picture.said());
        for (var i = 0; i < picture.screen().size(); i++) {
            use(out, picture.screen().get(i), EDITOR_HEIGHT + BAR + (i + 1) * LINE);
        }
    }

    private static void bar(StringBuilder out, int y, String left, String right) {
        out.append("<rect class=\"bar\" y=\"").append(y).append("\" width=\"100%\" height=\"").append(BAR - 4)
                .append("\"/><text class=\"m\" x=\"").append(MARGIN).append("\" y=\"").append(y + 16).append("\">")
                .append(escaped(left)).append("</text>");
        if (!right.isEmpty()) {
            out.append("<text class=\"b\" text-anchor=\"end\" x=\"").append(WIDTH - MARGIN).append("\" y=\"")
                    .append(y + 16).append("\">").append(escaped(right)).append("</text>");
        }
    }

    private void use(StringBuilder out, Line line, int y) {
        if (line.stretches().isEmpty()) {
            return;
        }
        var id = lines.computeIfAbsent(drawn(line), each -> "l" + lines.size());
        out.append("<use href=\"#").append(id).append("\" y=\"").append(y).append("\"/>");
    }

    private static String drawn(Line line) {
        var drawn = new StringBuilder();
        for (var stretch : line.stretches()) {
            var indent = stretch.text().length() - stretch.text().stripLeading().length();
            var text = stretch.text().strip();
            var x = MARGIN + (stretch.column() + indent) * CHARACTER;
            drawn.append("<text x=\"").append(number(x)).append("\" textLength=\"")
                    .append(number(text.codePointCount(0, text.length()) * CHARACTER)).append('"')
                    .append(stretch.isBold() ? " class=\"b\"" : stretch.isDim() ? " class=\"m\"" : "")
                    .append(stretch.colour().isEmpty() ? "" : " style=\"fill:" + stretch.colour() + "\"")
                    .append('>').append(escaped(text)).append("</text>");
        }
        return drawn.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
