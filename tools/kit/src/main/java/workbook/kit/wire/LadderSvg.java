package workbook.kit.wire;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Draws a ladder as a picture (SVG) in the colours of the page that holds it, and tells it in words for who cannot see.
public final class LadderSvg {
    private static final int WIDTH = 640;
    private static final int LEFT = 90;
    private static final int RIGHT = 620;
    private static final int TOP = 56;
    private static final int RUNG = 34;
    private static final int ARROW = 8;
    private static final int LONGEST_TEXT = 66;

    private LadderSvg() {}

    /// @param title what the picture shows, in one sentence
    /// @return a whole SVG document
    public static String of(Conversation conversation, String title) {
        var rungs = Ladder.of(conversation);
        var bottom = TOP + rungs.size() * RUNG;
        var svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="monospace" font-size="13" fill="currentColor">
                  <title>%s</title>
                  <desc>%s</desc>
                """
                .formatted(WIDTH, bottom + 16, escape(title), escape(inWords(rungs))));
        svg.append(text(LEFT, 22, "middle", "client"))
                .append(text(LEFT, 40, "middle", ":" + conversation.client().getPort()))
                .append(text(RIGHT, 22, "end", "server"))
                .append(text(RIGHT, 40, "end", ":" + conversation.server().getPort()));
        svg.append(line(LEFT, TOP - 8, LEFT, bottom, "")).append(line(RIGHT, TOP - 8, RIGHT, bottom, ""));
        for (var i = 0; i < rungs.size(); i++) {
            svg.append(rung(rungs.get(i), TOP + i * RUNG + 22));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String rung(Rung rung, int y) {
        var accent = rung.mark() == Rung.Mark.NONE ? "" : " class=\"accent\"";
        var tip = rung.fromClient() ? RIGHT : LEFT;
        var back = rung.fromClient() ? -ARROW : ARROW;
        var head = "  <path d=\"M%d %d l%d %d v%d z\"%s/>%n".formatted(tip, y, back, -ARROW / 2, ARROW,
                accent.isEmpty() ? "" : " class=\"accent-fill\"");
        return text(LEFT - 12, y + 4, "end", time(rung.after()))
                + text((LEFT + RIGHT) / 2, y - 7, "middle", cut(label(rung)))
                + line(LEFT, y, RIGHT, y, accent)
                + head;
    }

    private static String label(Rung rung) {
        var mark = rung.mark().words();
        var says = mark.isEmpty() || rung.mark() == Rung.Mark.RESET ? rung.says() : rung.says() + ", " + mark;
        return rung.data().length == 0
                ? says
                : says + " " + Quoted.of(rung.data(), LONGEST_TEXT - says.length() - 1, true);
    }

    private static String cut(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    private static String inWords(List<Rung> rungs) {
        return rungs.stream()
                .map(rung -> (rung.fromClient() ? "Client to server" : "Server to client") + " after "
                        + time(rung.after())
                        + ": " + label(rung))
                .collect(Collectors.joining(". ", "", "."));
    }

    private static String time(Duration after) {
        return String.format(Locale.ROOT, "%.2f ms", after.toNanos() / 1e6);
    }

    private static String text(int x, int y, String anchor, String text) {
        return "  <text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, escape(text));
    }

    private static String line(int x1, int y1, int x2, int y2, String attributes) {
        return "  <line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"currentColor\"%s/>%n".formatted(x1, y1, x2, y2,
                attributes);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
