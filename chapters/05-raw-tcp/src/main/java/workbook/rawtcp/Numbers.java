package workbook.rawtcp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Says of segments what a reader wants to know of them, their numbers counted from the connection's first ones.
final class Numbers {
    private final Map<Ends, Integer> firsts = new HashMap<>();

    /// `PSH,ACK seq 1 ack 1, 73 bytes`.
    String of(Segment segment) {
        return in("%s seq %s%s%s", segment);
    }

    /// The same, in columns.
    String inColumns(Segment segment) {
        return in("%-11s seq %-7s%s%s", segment).stripTrailing();
    }

    private String in(String columns, Segment segment) {
        var header = segment.header();
        var ends = Ends.ofReceived(segment);
        if (segment.is(Control.SYN)) {
            // Those of an earlier connection between the same ends are over.
            firsts.put(ends, header.sequence());
        }
        var first = firsts.computeIfAbsent(ends, key -> header.sequence());
        var acknowledged = Integer.toUnsignedString(header.acknowledgment() - firsts.getOrDefault(ends.turned(), 0));
        return String.format(Locale.ROOT, columns, Control.names(header.control()),
                Integer.toUnsignedString(header.sequence() - first),
                segment.is(Control.ACK) ? " ack " + acknowledged : "",
                segment.data().length == 0 ? "" : ", " + segment.data().length + " bytes");
    }
}
