package workbook.kit.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws a ladder in a terminal: a line for each packet, beside the side that sent it.
///
///      time     client :58040                    server :34901
///       0.00 ms SYN seq 0 ───────────────────────────────────▶
///       0.01 ms ◀─────────────────────────── SYN ACK seq 0, ack 1
///      51.30 ms ◀─────────────────── PSH ACK seq 1-3, ack 1 "hel"
public final class LadderText {
    private static final int TIME = 12;
    private static final int NARROWEST = 40;
    private static final int SHORTEST_SHAFT = 3;

    private final int width;
    private final boolean hasGlyphs;
    private final Painter painter;

    /// Puts colour on a line that deserves a second look.
    public interface Painter {
        String paint(Rung.Mark mark, String line);
    }

    /// @param width     columns, at least 40
    /// @param hasGlyphs whether more than ASCII may be drawn
    public LadderText(int width, boolean hasGlyphs, Painter painter) {
        this.width = Math.max(width, NARROWEST);
        this.hasGlyphs = hasGlyphs;
        this.painter = painter;
    }

    /// The heading and the rungs.
    public List<String> lines(Conversation conversation) {
        var lines = new ArrayList<String>();
        var client = "client " + port(conversation.client());
        var server = "server " + port(conversation.server());
        var gap = Math.max(2, width - TIME - client.length() - server.length());
        lines.add(" ".repeat(TIME) + client + " ".repeat(gap) + server);
        for (var rung : Ladder.of(conversation)) {
            lines.add(painter.paint(rung.mark(), time(rung.after()) + " " + arrow(rung)));
        }
        return lines;
    }

    private static String port(InetSocketAddress end) {
        return ":" + end.getPort();
    }

    private static String time(Duration after) {
        return String.format(Locale.ROOT, "%" + (TIME - 4) + ".2f ms", after.toNanos() / 1e6);
    }

    private String arrow(Rung rung) {
        var room = width - TIME;
        var label = label(rung, room - SHORTEST_SHAFT - 1);
        var shaft = (hasGlyphs ? "─" : "-").repeat(Math.max(SHORTEST_SHAFT - 1, room - label.length() - 2));
        return rung.fromClient()
                ? label + " " + shaft + (hasGlyphs ? "▶" : ">")
                : (hasGlyphs ? "◀" : "<") + shaft + " " + label;
    }

    private String label(Rung rung, int room) {
        var mark = rung.mark().words();
        var says = mark.isEmpty() || rung.mark() == Rung.Mark.RESET ? rung.says() : rung.says() + ", " + mark;
        if (says.length() > room) {
            return says.substring(0, room);
        }
        var left = room - says.length() - 1;
        return rung.data().length == 0 || left < 4 ? says : says + " " + Quoted.of(rung.data(), left, hasGlyphs);
    }
}
