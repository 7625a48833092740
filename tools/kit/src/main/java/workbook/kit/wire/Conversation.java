package workbook.kit.wire;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import workbook.kit.wire.Recording.Endpoint;
import workbook.kit.wire.Recording.Moment;
import workbook.kit.wire.TcpSegment.Flag;

/// All that two endpoints sent each other: for TCP, one connection.
///
/// @param client  who sent the first packet that was seen; of a connection seen from its start, who called
/// @param server  the other end
/// @param sides   what both are called
/// @param moments when something happened beside the wire
/// @param packets in the order in which they passed; at least one
public record Conversation(InetSocketAddress client, InetSocketAddress server, Sides sides, List<Moment> moments,
        List<Packet> packets) {
    public Conversation {
        moments = List.copyOf(moments);
        packets = List.copyOf(packets);
    }

    /// Who is who, and who is drawn on the left.
    public enum Sides {
        /// Nothing is known but who called.
        UNKNOWN("client", "server", true), ANSWER_CALLED("you", "the test", true), TEST_CALLED("you", "the test",
                false),
        /// Both ends are the test's, which gets something ready.
        TEST_ALONE("the test", "the test, too", true);

        private final String left;
        private final String right;
        private final boolean isClientLeft;

        Sides(String left, String right, boolean isClientLeft) {
            this.left = left;
            this.right = right;
            this.isClientLeft = isClientLeft;
        }

        public String left() {
            return left;
        }

        public String right() {
            return right;
        }
    }

    public boolean isTcp() {
        return packets.getFirst() instanceof TcpSegment;
    }

    public InetSocketAddress left() {
        return sides.isClientLeft ? client : server;
    }

    public InetSocketAddress right() {
        return sides.isClientLeft ? server : client;
    }

    Endpoint endpoint(InetSocketAddress end) {
        return isTcp() ? Endpoint.tcp(end) : Endpoint.udp(end);
    }

    /// The same with its sides named: where one end is the test's, the other is the answer's.
    Conversation named(boolean isClientTheTests, boolean isServerTheTests, List<Moment> happened) {
        if (isClientTheTests && isServerTheTests) {
            return new Conversation(client, server, Sides.TEST_ALONE, List.of(), packets);
        }
        var who = isServerTheTests ? Sides.ANSWER_CALLED : isClientTheTests ? Sides.TEST_CALLED : Sides.UNKNOWN;
        return new Conversation(client, server, who, happened, packets);
    }

    /// The conversations of a capture, in the order of their first packets.
    public static List<Conversation> in(List<Packet> packets) {
        var open = new LinkedHashMap<Ends, List<Packet>>();
        var all = new ArrayList<List<Packet>>();
        for (var packet : packets) {
            var ends = Ends.of(packet);
            if (!open.containsKey(ends) || beginsAnew(packet, open.get(ends))) {
                var begun = new ArrayList<Packet>();
                open.put(ends, begun);
                all.add(begun);
            }
            open.get(ends).add(packet);
        }
        return all.stream().map(Conversation::of).toList();
    }

    private static Conversation of(List<Packet> packets) {
        var first = packets.getFirst();
        var isAnswer = first instanceof TcpSegment segment && segment.is(Flag.SYN) && segment.is(Flag.ACK);
        return isAnswer
                ? new Conversation(first.to(), first.from(), Sides.UNKNOWN, List.of(), packets)
                : new Conversation(first.from(), first.to(), Sides.UNKNOWN, List.of(), packets);
    }

    /// A SYN with another number begins another connection between the same ends.
    private static boolean beginsAnew(Packet packet, List<Packet> before) {
        return packet instanceof TcpSegment segment
                && segment.is(Flag.SYN)
                && !segment.is(Flag.ACK)
                && before.stream()
                        .noneMatch(earlier -> earlier instanceof TcpSegment first
                                && first.is(Flag.SYN)
                                && first.sequence() == segment.sequence());
    }

    /// Two endpoints and a protocol, whoever of them sends.
    private record Ends(Set<InetSocketAddress> both, boolean isTcp) {
        static Ends of(Packet packet) {
            // A socket connected to itself has one endpoint only.
            return new Ends(packet.from().equals(packet.to())
                    ? Set.of(packet.from())
                    : Set.of(packet.from(), packet.to()), packet instanceof TcpSegment);
        }
    }
}
