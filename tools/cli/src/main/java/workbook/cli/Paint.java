package workbook.cli;

import java.nio.charset.Charset;
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
    /// All that is drawn; a code page that lacks one gets none of them.
    private static final String GLYPHS = "━─…·›–✓✗•↑↓";

    /// @param encoding of what is written to the terminal
    static Paint of(Map<String, String> environment, boolean isTerminal, Charset encoding) {
        var terminal = environment.getOrDefault("TERM", "dumb");
        var isDumb = !isTerminal || terminal.isEmpty() || terminal.startsWith("dumb");
        var isPlain = isDumb || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Paint(!isPlain, !isPlain && knowsGlyphs(terminal, encoding),
                !isPlain && knowsLinks(environment, terminal));
    }

    /// The Linux console's font has few characters beyond ASCII, whatever the encoding.
    private static boolean knowsGlyphs(String terminal, Charset encoding) {
        return encoding.canEncode() && encoding.newEncoder().canEncode(GLYPHS) && !terminal.equals("linux");
    }

    /// Terminals that turn OSC 8 into something one can click; others get the path in full, which most make clickable.
    private static boolean knowsLinks(Map<String, String> environment, String terminal) {
        var program = environment.getOrDefault("TERM_PROGRAM", "");
        if (environment.containsKey("TMUX") || terminal.startsWith("screen")) {
            // from 3.4 on tmux passes links on to terminals that know them, and drops them elsewhere
            return program.equals("tmux")
                    && environment.getOrDefault("TERM_PROGRAM_VERSION", "").matches("3\\.([4-9]|\\d\\d).*|[4-9]\\..*");
        }
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
        return hasColours && !text.isEmpty() ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }

    /// The glyph, or what stands for it in ASCII.
    public String glyph(String glyph, String ascii) {
        return hasGlyphs ? glyph : ascii;
    }

    /// A file's name that can be clicked, in one line of this width: where it is longer, its end.
    public String link(Path file, String name, int width) {
        if (!hasLinks) {
            return name;
        }
        return "\u001b]8;;" + FileAddress.of(file) + "\u001b\\" + end(name, width) + "\u001b]8;;\u001b\\";
    }

    /// The text's start, as much as fits.
    String start(String text, int width) {
        var mark = glyph("…", "...");
        return width(text) <= width ? text : Columns.cut(text, width - mark.length()).stripTrailing() + mark;
    }

    /// The text's end, as much as fits: of a path the part that tells it from others.
    public String end(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        var mark = glyph("…", "...");
        var from = 0;
        while (from < text.length() && mark.length() + width(text.substring(from)) > width) {
            from = text.offsetByCodePoints(from, 1);
        }
        return mark + text.substring(from);
    }

    /// How many columns a painted text takes.
    public static int width(String painted) {
        return Columns.of(painted);
    }
}
