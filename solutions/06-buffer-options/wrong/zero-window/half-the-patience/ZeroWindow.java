package workbook.buffers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workbook.kit.wire.TcpSegment.Flag;

/// What a window of 0 looks like on the wire, and how a sender lives with it.
final class ZeroWindow {
    private ZeroWindow() {}

    static List<Stall> observe(List<SeenSegment> segments, InetSocketAddress sender, InetSocketAddress receiver) {
        var stalls = new ArrayList<Stall>();
        var since = Optional.<Instant>empty();
        var last = Instant.EPOCH;
        var acknowledged = 0;
        var probes = 0;
        for (var segment : segments) {
            if (isBetween(segment, sender, receiver)) {
                last = segment.time();
                // Numbers go round: the sign of their difference says which comes first.
                var isProbe = segment.sequence() - acknowledged < 0 || segment.length() > 0;
                probes += since.isPresent() && isProbe ? 1 : 0;
            } else if (isBetween(segment, receiver, sender)) {
                last = segment.time();
                if (segment.is(Flag.SYN) || segment.is(Flag.RST)) {
                    continue;
                }
                acknowledged = segment.acknowledgment();
                if (segment.window() == 0 && since.isEmpty()) {
                    since = Optional.of(last);
                    probes = 0;
                } else if (segment.window() > 0 && since.isPresent()) {
                    stalls.add(stall(since.get(), last, probes, true));
                    since = Optional.empty();
                }
            }
        }
        if (since.isPresent()) {
            stalls.add(stall(since.get(), last, probes, false));
        }
        return stalls;
    }

    private static boolean isBetween(SeenSegment segment, InetSocketAddress from, InetSocketAddress to) {
        return segment.from().equals(from) && segment.to().equals(to);
    }

    private static Stall stall(Instant since, Instant until, int probes, boolean isOver) {
        return new Stall(since, Duration.between(since, until), probes, isOver);
    }

    static void send(SocketChannel channel, ByteBuffer data, Duration patience) throws IOException {
        var wasBlocking = channel.isBlocking();
        channel.configureBlocking(false);
        try {
            send(channel, data, patience.toNanos() / 2);
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(wasBlocking);
            }
        }
    }

    private static void send(SocketChannel channel, ByteBuffer data, long patience) throws IOException {
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            var end = System.nanoTime() + patience;
            while (data.hasRemaining()) {
                if (channel.write(data) > 0) {
                    end = System.nanoTime() + patience;
                    continue;
                }
                var left = end - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException("not a byte was taken for %,d ms".formatted(patience / 1_000_000));
                }
                selector.select(Math.max(1, left / 1_000_000));
                selector.selectedKeys().clear();
            }
        }
    }
}
