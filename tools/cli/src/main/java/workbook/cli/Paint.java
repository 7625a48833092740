package workbook.cli;

import java.nio.file.Path;
import java.util.Map;

/// Colours, glyphs and links, where they can be shown; plain words elsewhere.
///
/// @param hasColours whether escape sequences are understood and wanted
/// @param hasGlyphs  whether more than ASCII is drawn
/// @param hasLinks   whether text can be a link (OSC 8)
public record Paint(boolean hasColours, boolean hasGlyphs, boolean hasLinks) {
    public static final Paint PLAIN = new Paint(false, false, false);
    private static final String ESCAPE = "\u001b[";

    static Paint of(Map<String, String> environment, boolean isTerminal) {
        var terminal = environment.getOrDefault("TERM", "dumb");
        var isDumb = !isTerminal || terminal.equals("dumb");
        var isPlain = isDumb || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Paint(!isPlain, !isPlain, !isPlain && knowsLinks(environment, terminal));
    }

    /// Terminals that turn OSC 8 into something one can click; others get the path in full, which most make clickable.
    private static boolean knowsLinks(Map<String, String> environment, String terminal) {
        if (environment.containsKey("TMUX") || terminal.startsWith("screen")) {
            return false;
        }
        var program = environment.getOrDefault("TERM_PROGRAM", "");
        var vte = environment.getOrDefault("VTE_VERSION", "0");
        return program.matches("iTerm\\.app|WezTerm|vscode|Hyper|ghostty|Tabby|rio")
                || terminal.matches("xterm-kitty|foot.*|alacritty.*|xterm-ghostty|wezterm")
                || environment.containsKey("WT_SESSION")
                || environment.containsKey("KONSOLE_VERSION")
                || environment.containsKey("DOMTERM")
                || vte.matches("\\d+") && Integer.parseInt(vte) >= 5000;
    }

    public String bold(String text) {
        return in("1", text);
    }

    public String dim(String text) {
        return in("2", text);
    }

    public String green(String text) {
        return in("32", text);
    }

    public String red(String text) {
        return in("31", text);
    }

    public String yellow(String text) {
        return in("33", text);
    }

    public String cyan(String text) {
        return in("36", text);
    }

    public String underlined(String text) {
        return in("4", text);
    }

    private String in(String code, String text) {
        return hasColours ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }

    /// The glyph, or what stands for it in ASCII.
    public String glyph(String glyph, String ascii) {
        return hasGlyphs ? glyph : ascii;
    }

    /// A file's name that can be clicked; it must fit in one line of this width.
    public String link(Path file, String name, int width) {
        if (!hasLinks) {
            return name;
        }
        var shown = name.length() <= width ? name : "…" + name.substring(name.length() - Math.max(width - 1, 1));
        return "\u001b]8;;" + file.toUri() + "\u001b\\" + shown + "\u001b]8;;\u001b\\";
    }

    /// How many columns a painted text takes.
    public static int width(String painted) {
        return painted.replaceAll("\u001b\\[[0-9;]*m|\u001b\\]8;;.*?\u001b\\\\", "").length();
    }
}
