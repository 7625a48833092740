package workbook.rawtcp;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Draws what is overheard as it comes: a line for each segment, beside the side that sent it, and a heading wherever
/// another conversation goes on.
///
///                 127.0.0.1:41612                               127.0.0.1:7
///         0.00 ms SYN seq 0, sum unmade ────────────────────────────────▶
///         0.02 ms ◀──────────────────── SYN,ACK seq 0 ack 1, sum unmade
final class Rungs {
    private static final int TIME = 15;
    private static final int SHORTEST_SHAFT = 3;
    private static final int WIDEST = 100;

    private final PrintStream out;
    private final int width;
    private final Numbers numbers = new Numbers();
    /// As those on the left see them, who spoke first.
    private final Set<Ends> known = new HashSet<>();
    private Optional<Ends> shown = Optional.empty();
    private Optional<Instant> began = Optional.empty();
    private long count;

    Rungs(PrintStream out, int columns) {
        this.out = out;
        width = Math.min(columns, WIDEST) - TIME - 1;
    }

    synchronized long count() {
        return count;
    }

    /// @param time when it was seen
    synchronized void show(Sighting sighting, Instant time) {
        var sender = Ends.ofReceived(sighting.segment()).turned();
        var isFromLeft = !known.contains(sender.turned());
        var left = isFromLeft ? sender : sender.turned();
        known.add(left);
        if (!shown.equals(Optional.of(left))) {
            shown = Optional.of(left);
            heading(left);
        }
        began = began.or(() -> Optional.of(time));
        count++;
        var label = numbers.of(sighting.segment()) + ", sum " + sighting.sum().name().toLowerCase(Locale.ROOT);
        var shaft = "─".repeat(Math.max(SHORTEST_SHAFT, width - label.length() - 2));
        out.printf(Locale.ROOT, "%" + (TIME - 4) + ".2f ms %s%n",
                Duration.between(began.orElse(time), time).toNanos() / 1e6,
                isFromLeft ? label + " " + shaft + "▶" : "◀" + shaft + " " + label);
    }

    private void heading(Ends left) {
        var name = left.local().getHostAddress() + ":" + left.localPort();
        var other = left.remote().getHostAddress() + ":" + left.remotePort();
        out.println();
        out.println(" ".repeat(TIME) + name + " ".repeat(Math.max(2, width - name.length() - other.length())) + other);
    }
}
