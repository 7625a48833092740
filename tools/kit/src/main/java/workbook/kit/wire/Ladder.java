package workbook.kit.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import workbook.kit.wire.Rung.Mark;
import workbook.kit.wire.Recording.Moment;
import workbook.kit.wire.TcpSegment.Flag;

/// A conversation as one reads it: who sent what when, its sequence numbers counted from each side's SYN.
public final class Ladder {
    private final Conversation conversation;
    private final Side left = new Side();
    private final Side right = new Side();

    /// What was seen of one side of a TCP connection.
    private static final class Side {
        /// Its initial sequence number.
        private Optional<Integer> start = Optional.empty();
        /// The number after the last that it has used, relative.
        private int next;
        private boolean hasCalled;
        private boolean hasNoRoom;
        private boolean hasClosed;
        private boolean isSaidToSendOn;

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
        var moments = conversation.moments().stream().sorted(Comparator.comparing(Moment::time)).toList();
        var told = 0;
        for (var packet : conversation.packets()) {
            var notes = new ArrayList<String>();
            for (; told < moments.size() && !moments.get(told).time().isAfter(packet.time()); told++) {
                if (!moments.get(told).time().isBefore(first)) {
                    add(moments.get(told).words(), notes);
                }
            }
            var fromLeft = packet.from().equals(conversation.left());
            var after = Duration.between(first, packet.time());
            rungs.add(switch (packet) {
                case UdpDatagram datagram -> new Rung(after, fromLeft, count(datagram.data().length), "",
                        datagram.data(), Mark.NONE, notes);
                case TcpSegment segment -> rung(segment, after, fromLeft, notes);
            });
        }
        return rungs;
    }

    /// What was noted several times in a row is said once.
    private static void add(String note, List<String> notes) {
        if (notes.isEmpty() || !notes.getLast().startsWith(note)) {
            notes.add(note);
            return;
        }
        var again = notes.removeLast().substring(note.length()).replaceAll("\\D", "");
        notes.add(note + " " + (again.isEmpty() ? 2 : Integer.parseInt(again) + 1) + " times");
    }

    private Rung rung(TcpSegment segment, Duration after, boolean fromLeft, List<String> notes) {
        var sender = fromLeft ? left : right;
        var other = fromLeft ? right : left;
        if (segment.is(Flag.SYN) || sender.start.isEmpty() && !segment.is(Flag.RST)) {
            sender.start = Optional.of(segment.is(Flag.SYN) ? segment.sequence() : segment.sequence() - 1);
            sender.next = segment.is(Flag.SYN) ? sender.next : 1;
        }
        notes.addAll(notes(segment, sender, other, fromLeft));
        var mark = mark(segment, sender, other);
        if (!segment.is(Flag.SYN) && !segment.is(Flag.RST)) {
            sender.hasNoRoom = segment.window() == 0;
        }
        sender.hasCalled |= segment.is(Flag.SYN);
        sender.hasClosed |= segment.is(Flag.FIN);
        return new Rung(after, fromLeft, says(segment, sender), ack(segment, other), segment.data(), mark, notes);
    }

    private List<String> notes(TcpSegment segment, Side sender, Side other, boolean fromLeft) {
        var isFirstFin = segment.is(Flag.FIN) && !sender.hasClosed;
        if (isFirstFin && other.hasClosed && other.relative(segment.acknowledgment()) - other.next < 0) {
            return List.of("both sides closed at once: the two FINs crossed on the way");
        }
        if (segment.data().length > 0 && other.hasClosed && !sender.isSaidToSendOn && !isResetBy(segment.to())) {
            sender.isSaidToSendOn = true;
            var sides = conversation.sides();
            return List.of("half-closed: only " + (fromLeft ? sides.left() : sides.right()) + " may still send");
        }
        return List.of();
    }

    /// Whether a side says at some time that it has closed the socket, and not one half of it.
    private boolean isResetBy(InetSocketAddress end) {
        return conversation.packets()
                .stream()
                .anyMatch(packet -> packet instanceof TcpSegment segment
                        && segment.is(Flag.RST)
                        && segment.from().equals(end));
    }

    private static Mark mark(TcpSegment segment, Side sender, Side other) {
        if (segment.is(Flag.RST)) {
            return sender.hasClosed ? Mark.CLOSED : sender.next == 0 && other.hasCalled ? Mark.REFUSED : Mark.RESET;
        }
        var begin = sender.relative(segment.sequence());
        var end = begin + segment.length();
        var isBeforeNext = begin - sender.next == -1;
        if (isBeforeNext && segment.length() == 0) {
            return other.hasNoRoom ? Mark.PROBE : Mark.KEEP_ALIVE;
        }
        if (segment.length() > 0 && end - sender.next <= 0) {
            return Mark.RETRANSMISSION;
        }
        var isGap = segment.length() > 0 && begin - sender.next > 0;
        sender.next = end - sender.next > 0 ? end : sender.next;
        if (segment.window() == 0 && !segment.is(Flag.SYN)) {
            return Mark.NO_ROOM;
        }
        if (segment.is(Flag.FIN)) {
            return Mark.FIN;
        }
        return isGap ? Mark.GAP : sender.hasNoRoom ? Mark.ROOM_AGAIN : Mark.NONE;
    }

    private static String says(TcpSegment segment, Side sender) {
        var flags = segment.flags().stream().sorted(Ladder::inCustomaryOrder).map(Flag::name);
        var words = new StringBuilder(flags.collect(Collectors.joining(" ")));
        var begin = Integer.toUnsignedString(sender.relative(segment.sequence()));
        words.append(" seq ").append(begin);
        if (segment.data().length > 1) {
            var last = sender.relative(segment.sequence()) + segment.data().length - 1;
            words.append('-').append(Integer.toUnsignedString(last));
        }
        return words.toString();
    }

    private static String ack(TcpSegment segment, Side other) {
        return segment.is(Flag.ACK)
                ? "ack " + Integer.toUnsignedString(other.relative(segment.acknowledgment()))
                : "";
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

    static String count(long bytes) {
        return bytes == 1 ? "1 byte" : String.format(Locale.ROOT, "%,d bytes", bytes);
    }
}
