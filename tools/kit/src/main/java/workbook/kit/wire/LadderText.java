package workbook.kit.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import workbook.kit.wire.Rung.Mark;

/// Draws a ladder in a terminal: a line for each packet, beside the side that sent it.
///
///                 you :58040                         the test :34901
///         0.00 ms SYN seq 0 ─────────────────────────────────────▶
///         0.01 ms ◀─────────────────────────── SYN ACK seq 0, ack 1
///        51.30 ms ◀─────────────────── PSH ACK seq 1-3, ack 1 "hel"
///
/// Where there is no room for that, it lists them.
public final class LadderText {
    /// Below this a ladder would be all arrow and no words.
    private static final int NARROWEST = 50;
    private static final int TIME = 12;
    private static final int SHORTEST_SHAFT = 3;
    private static final int LEAST_DATA = 12;

    private final int width;
    private final boolean hasGlyphs;
    private final Painter painter;

    /// Puts colour on a line.
    public interface Painter {
        String paint(Mark mark, String line);

        /// What is no packet: headings' dashes, notes, what was folded.
        String aside(String line);

        static Painter plain() {
            return new Painter() {
                @Override
                public String paint(Mark mark, String line) {
                    return line;
                }

                @Override
                public String aside(String line) {
                    return line;
                }
            };
        }
    }

    /// @param width     columns
    /// @param hasGlyphs whether more than ASCII may be drawn
    public LadderText(int width, boolean hasGlyphs, Painter painter) {
        this.width = width;
        this.hasGlyphs = hasGlyphs;
        this.painter = painter;
    }

    /// The heading and the rungs.
    public List<String> lines(Conversation conversation) {
        var lines = new ArrayList<String>();
        lines.add(heading(conversation));
        for (var part : Fold.of(Ladder.of(conversation))) {
            switch (part) {
                case Fold.Part.Shown shown -> {
                    shown.rung().notes().forEach(note -> aside(note, lines));
                    lines.addAll(isList() ? listed(shown.rung(), conversation) : List.of(drawn(shown.rung())));
                }
                case Fold.Part.Left left -> aside((hasGlyphs ? "… " : "... ") + left.words(conversation), lines);
            }
        }
        return lines;
    }

    /// The legend's lines.
    public List<String> lines(List<Legend.Entry> legend) {
        var lines = new ArrayList<String>();
        var column = legend.stream().mapToInt(entry -> entry.sign().length()).max().orElse(0) + 2;
        for (var entry : legend) {
            var sign = entry.sign();
            for (var line : WireWords.wrap(entry.meaning(), Math.max(10, width - column - 2))) {
                lines.add(painter.aside("  " + sign + " ".repeat(column - sign.length()) + line));
                sign = "";
            }
        }
        return lines;
    }

    /// What is to be said beside the ladders.
    public List<String> sentence(String text) {
        return WireWords.wrap(text, width - 2).stream().map(line -> painter.aside("  " + line)).toList();
    }

    private boolean isList() {
        return width < NARROWEST;
    }

    private String heading(Conversation conversation) {
        var left = conversation.sides().left() + " :" + conversation.left().getPort();
        var right = conversation.sides().right() + " :" + conversation.right().getPort();
        return isList()
                ? left + ", " + right
                : " ".repeat(TIME) + left + " ".repeat(Math.max(2, width - TIME - left.length() - right.length()))
                        + right;
    }

    private void aside(String text, List<String> lines) {
        var indent = isList() ? 2 : TIME;
        WireWords.wrap(hasGlyphs ? text : text.replace("×", "x"), width - indent)
                .forEach(line -> lines.add(painter.aside(" ".repeat(indent) + line)));
    }

    private String drawn(Rung rung) {
        var label = label(rung, width - TIME - SHORTEST_SHAFT - 1);
        var shaft = (hasGlyphs ? "─" : "-").repeat(Math.max(SHORTEST_SHAFT - 1, width - TIME - label.length() - 2));
        var arrow = rung.fromLeft()
                ? label + " " + shaft + (hasGlyphs ? "▶" : ">")
                : (hasGlyphs ? "◀" : "<") + shaft + " " + label;
        var time = WireWords.time(rung.after());
        return painter.paint(rung.mark(), " ".repeat(Math.max(0, TIME - 1 - time.length())) + time + " " + arrow);
    }

    private List<String> listed(Rung rung, Conversation conversation) {
        var sides = conversation.sides();
        var sender = rung.fromLeft() ? sides.left() : sides.right();
        UnaryOperator<String> paint = line -> painter.paint(rung.mark(), line);
        return List.of(paint.apply(WireWords.time(rung.after()) + " " + sender + ":"),
                paint.apply("  " + label(rung, width - 2)));
    }

    /// What there is room for, the header's numbers last: first what was sent, and what is odd about it.
    private String label(Rung rung, int room) {
        var mark = WireWords.mark(rung.mark());
        var wanted = rung.data().length == 0 ? 0 : Math.min(LEAST_DATA, rung.data().length + 3);
        var ack = rung.ack().isEmpty() ? "" : ", " + rung.ack();
        var isTight = rung.says().length() + ack.length() + mark.length() + wanted > room;
        var says = rung.says() + (isTight && (wanted > 0 || !mark.isEmpty()) ? "" : ack) + mark;
        if (says.length() > room) {
            return says.substring(0, room);
        }
        var left = room - says.length() - 1;
        return rung.data().length == 0 || left < 5 ? says : says + " " + Quoted.of(rung.data(), left, hasGlyphs);
    }
}
