package workbook.kit.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import workbook.kit.wire.Rung.Mark;
import workbook.kit.wire.TcpSegment.Flag;

/// What the signs of some ladders mean: of those that occur, and no others.
public final class Legend {
    private Legend() {}

    /// A sign and its meaning.
    public record Entry(String sign, String meaning) {}

    public static List<Entry> of(List<Conversation> conversations) {
        var segments = conversations.stream()
                .flatMap(conversation -> conversation.packets().stream())
                .flatMap(packet -> packet instanceof TcpSegment segment ? Stream.of(segment) : Stream.empty())
                .toList();
        var entries = new ArrayList<Entry>();
        if (segments.stream().anyMatch(segment -> segment.is(Flag.SYN))) {
            entries.add(new Entry("SYN", "opens a connection: its sender counts from here, as 0"));
        }
        if (segments.stream().anyMatch(segment -> segment.data().length > 0)) {
            entries.add(new Entry("seq 1-3", "carries the 1st to the 3rd byte that this side sends"));
        }
        if (segments.stream().anyMatch(segment -> segment.is(Flag.ACK))) {
            entries.add(new Entry("ack 4", "has got all before number 4 (SYN and FIN count as one)"));
        }
        if (segments.stream().anyMatch(segment -> segment.is(Flag.PSH))) {
            entries.add(new Entry("PSH", "that is all that its sender has for now"));
        }
        if (segments.stream().anyMatch(segment -> segment.is(Flag.FIN))) {
            entries.add(new Entry("FIN", "the end of what this side sends; it may still receive"));
        }
        if (segments.stream().anyMatch(segment -> segment.is(Flag.RST))) {
            entries.add(new Entry("RST", "the connection is over at once, in both directions, or none was there"));
        }
        if (conversations.stream().anyMatch(conversation -> !conversation.isTcp())) {
            entries.add(new Entry("UDP", "each datagram stands alone, and nobody acknowledges it"));
        }
        var marks = conversations.stream().flatMap(each -> Ladder.of(each).stream()).map(Rung::mark).toList();
        for (var mark : Mark.values()) {
            if (!mark.meaning().isEmpty() && marks.contains(mark)) {
                entries.add(new Entry(mark.words(), mark.meaning()));
            }
        }
        return entries;
    }
}
