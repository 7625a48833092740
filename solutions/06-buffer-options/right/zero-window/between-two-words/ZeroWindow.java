package workbook.buffers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import workbook.kit.wire.TcpSegment.Flag;

/// Looks for the indexes at which a stall begins and ends, and then at what stands between them; the sender selects with a
/// whole patience each time.
final class ZeroWindow {
    private ZeroWindow() {}

    static List<Stall> observe(List<SeenSegment> all, InetSocketAddress sender, InetSocketAddress receiver) {
        var talk = all.stream()
                .filter(each -> each.from().equals(sender) && each.to().equals(receiver)
                        || each.from().equals(receiver) && each.to().equals(sender))
                .toList();
        Predicate<SeenSegment> isWord = each -> each.from().equals(receiver) && !each.is(Flag.SYN) && !each.is(Flag.RST);
        var stalls = new ArrayList<Stall>();
        var from = next(talk, 0, isWord.and(each -> each.window() == 0));
        while (from < talk.size()) {
            var to = next(talk, from, isWord.and(each -> each.window() > 0));
            var isOver = to < talk.size();
            var since = talk.get(from).time();
            var until = talk.get(isOver ? to : to - 1).time();
            stalls.add(new Stall(since, Duration.between(since, until), probes(talk, from, to, sender, isWord), isOver));
            from = next(talk, to, isWord.and(each -> each.window() == 0));
        }
        return stalls;
    }

    private static int next(List<SeenSegment> talk, int from, Predicate<SeenSegment> such) {
        return IntStream.range(from, talk.size()).filter(i -> such.test(talk.get(i))).findFirst().orElse(talk.size());
    }

    private static int probes(List<SeenSegment> talk, int from, int to, InetSocketAddress sender,
            Predicate<SeenSegment> isWord) {
        var probes = 0;
        for (var i = from; i < to; i++) {
            var segment = talk.get(i);
            var last = talk.subList(from, i + 1).reversed().stream().filter(isWord).findFirst().orElseThrow();
            var isOld = segment.sequence() - last.acknowledgment() < 0;
            if (segment.from().equals(sender) && (isOld || segment.length() > 0)) {
                probes++;
            }
        }
        return probes;
    }

    static void send(SocketChannel channel, ByteBuffer data, Duration patience) throws IOException {
        var blocks = channel.isBlocking();
        channel.configureBlocking(false);
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (data.hasRemaining()) {
                if (channel.write(data) == 0 && selector.select(key -> {}, Math.max(1, patience.toMillis())) == 0
                        && channel.write(data) == 0) {
                    throw new SocketTimeoutException("for " + patience + " nothing has moved");
                }
            }
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(blocks);
            }
        }
    }
}
