package workbook.kit.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import workbook.kit.wire.Rung.Mark;

/// Draws ladders as a picture (SVG), one below the other, and tells them in words for who cannot see.
///
/// Within a page it takes that page's colours (`currentColor`, and the course's classes `accent` and `accent-fill`);
/// alone it follows the reader's choice of light or dark.
public final class LadderSvg {
    private static final int WIDTH = 640;
    private static final int LEFT = 96;
    private static final int RIGHT = 628;
    private static final int HEADING = 64;
    private static final int RUNG = 32;
    private static final int ARROW = 8;
    private static final int LONGEST_TEXT = 64;

    private final StringBuilder drawn = new StringBuilder();
    private final List<String> told = new ArrayList<>();
    private int y;

    private LadderSvg() {}

    /// @param title what the picture shows, in one sentence
    /// @return a whole SVG document
    public static String of(List<Conversation> conversations, String title) {
        var svg = new LadderSvg();
        conversations.forEach(svg::draw);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="monospace" font-size="13" fill="currentColor">
                  <title>%s</title>
                  <desc>%s</desc>
                  <style>svg:root{color-scheme:light dark;color:light-dark(#1b1f24,#e6e9ee);--accent:light-dark(#b3261e,#ff8a80)}.accent{stroke:var(--accent)}.accent-fill{fill:var(--accent)}</style>
                %s</svg>
                """
                .formatted(WIDTH, svg.y + 12, escape(title), escape(String.join(" ", svg.told)), svg.drawn);
    }

    private void draw(Conversation conversation) {
        var sides = conversation.sides();
        told.add("Between " + sides.left() + " on the left and " + sides.right() + " on the right:");
        text(LEFT, y + 20, "middle", sides.left(), "");
        text(LEFT, y + 38, "middle", ":" + conversation.left().getPort(), "");
        text(RIGHT, y + 20, "end", sides.right(), "");
        text(RIGHT, y + 38, "end", ":" + conversation.right().getPort(), "");
        var top = y + HEADING - 16;
        y += HEADING;
        for (var part : Fold.of(Ladder.of(conversation))) {
            switch (part) {
                case Fold.Part.Shown shown -> rung(shown.rung(), conversation);
                case Fold.Part.Left left -> aside("… " + left.words(conversation));
            }
        }
        line(LEFT, top, LEFT, y - 8);
        line(RIGHT, top, RIGHT, y - 8);
    }

    private void aside(String words) {
        told.add(words + ".");
        for (var line : WireWords.wrap(words, LONGEST_TEXT)) {
            text((LEFT + RIGHT) / 2, y + 10, "middle", line, " font-style=\"italic\"");
            y += RUNG - 8;
        }
    }

    private void rung(Rung rung, Conversation conversation) {
        var sides = conversation.sides();
        rung.notes().forEach(this::aside);
        var isPlain = rung.mark() == Mark.NONE || rung.mark() == Mark.FIN || rung.mark() == Mark.ROOM_AGAIN;
        var tip = rung.fromLeft() ? RIGHT : LEFT;
        var back = rung.fromLeft() ? -ARROW : ARROW;
        var at = y + 16;
        text(LEFT - 12, at + 4, "end", WireWords.time(rung.after()), "");
        text((LEFT + RIGHT) / 2, at - 6, "middle", label(rung, LONGEST_TEXT), "");
        drawn.append("  <path d=\"M%d %d H%d\" stroke=\"currentColor\"%s/>%n".formatted(LEFT, at, RIGHT,
                isPlain ? "" : " stroke-width=\"2\" class=\"accent\""));
        drawn.append("  <path d=\"M%d %d l%d %d v%d z\"%s/>%n".formatted(tip, at, back, -ARROW / 2, ARROW,
                isPlain ? "" : " class=\"accent-fill\""));
        y += RUNG;
        told.add((rung.fromLeft() ? sides.left() : sides.right()) + " after " + WireWords.time(rung.after()) + ": "
                + label(rung, LONGEST_TEXT) + ".");
    }

    private static String label(Rung rung, int room) {
        var says = rung.says() + (rung.ack().isEmpty() ? "" : ", " + rung.ack()) + WireWords.mark(rung.mark());
        var left = room - says.length() - 1;
        return rung.data().length == 0 || left < 5 ? says : says + " " + Quoted.of(rung.data(), left, true);
    }

    private void text(int x, int at, String anchor, String text, String more) {
        drawn.append("  <text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>%n".formatted(x, at, anchor, more,
                escape(text)));
    }

    private void line(int x1, int y1, int x2, int y2) {
        drawn.append("  <path d=\"M%d %d L%d %d\" stroke=\"currentColor\"/>%n".formatted(x1, y1, x2, y2));
    }

    private static String escape(String text) {
        return text.codePoints().mapToObj(character -> switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(character);
        }).collect(Collectors.joining());
    }
}
