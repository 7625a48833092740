package workbook.kit.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import workbook.kit.wire.Rung.Mark;
import workbook.kit.wire.TcpSegment.Flag;

/// A conversation as one reads it: who sent what when, its sequence numbers counted from each side's SYN.
public final class Ladder {
    private final Conversation conversation;
    private final Side client = new Side();
    private final Side server = new Side();

    /// What was seen of one side of a TCP connection.
    private static final class Side {
        /// Its initial sequence number.
        private Optional<Integer> start = Optional.empty();
        /// The number after the last that it has used, relative.
        private int next;

        int relative(int number) {
            return number - start.orElse(number - 1);
        }
    }

    private Ladder(Conversation conversation) {
        this.conversation = conversation;
    }

    /// The rungs of a conversation, top to bottom.
    public static List<Rung> of(Conversation conversation) {
        return new Ladder(conversation).rungs();
    }

    private List<Rung> rungs() {
        var rungs = new ArrayList<Rung>();
        var first = conversation.packets().getFirst().time();
        for (var packet : conversation.packets()) {
            var fromClient = packet.from().equals(conversation.client());
            var after = Duration.between(first, packet.time());
            rungs.add(switch (packet) {
                case UdpDatagram datagram -> new Rung(after, fromClient, count(datagram.data().length),
                        datagram.data(), Mark.NONE);
                case TcpSegment segment -> {
                    var sender = fromClient ? client : server;
                    var other = fromClient ? server : client;
                    if (segment.is(Flag.SYN) || sender.start.isEmpty() && !segment.is(Flag.RST)) {
                        sender.start = Optional.of(segment.is(Flag.SYN)
                                ? segment.sequence()
                                : segment.sequence() - 1);
                    }
                    var mark = mark(segment, sender);
                    yield new Rung(after, fromClient, says(segment, sender, other), segment.data(), mark);
                }
            });
        }
        return rungs;
    }

    private static Mark mark(TcpSegment segment, Side sender) {
        if (segment.is(Flag.RST)) {
            return Mark.RESET;
        }
        var begin = sender.relative(segment.sequence());
        var end = begin + segment.length();
        var isOld = end - sender.next <= 0;
        if (segment.length() == 0 && begin - sender.next == -1
                || segment.length() == 1 && segment.data().length == 1 && begin - sender.next == -1) {
            return Mark.KEEP_ALIVE;
        }
        if (segment.length() > 0 && isOld) {
            return Mark.RETRANSMISSION;
        }
        sender.next = isOld ? sender.next : end;
        return segment.window() == 0 && !segment.is(Flag.SYN) ? Mark.NO_ROOM : Mark.NONE;
    }

    private static String says(TcpSegment segment, Side sender, Side other) {
        var flags = segment.flags().stream().sorted(Ladder::inCustomaryOrder).map(Flag::name);
        var words = new StringBuilder(flags.collect(Collectors.joining(" ")));
        var begin = Integer.toUnsignedString(sender.relative(segment.sequence()));
        words.append(" seq ").append(begin);
        if (segment.data().length > 1) {
            var last = sender.relative(segment.sequence()) + segment.data().length - 1;
            words.append('-').append(Integer.toUnsignedString(last));
        }
        if (segment.is(Flag.ACK)) {
            words.append(", ack ").append(Integer.toUnsignedString(other.relative(segment.acknowledgment())));
        }
        return words.toString();
    }

    /// SYN and its like first, PSH and ACK last, as everybody writes them.
    private static int inCustomaryOrder(Flag one, Flag other) {
        return Integer.compare(rank(one), rank(other));
    }

    private static int rank(Flag flag) {
        return switch (flag) {
            case SYN -> 0;
            case FIN -> 1;
            case RST -> 2;
            case PSH -> 3;
            case URG -> 4;
            case ACK -> 5;
            case ECE -> 6;
            case CWR -> 7;
        };
    }

    private static String count(int bytes) {
        return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
}
