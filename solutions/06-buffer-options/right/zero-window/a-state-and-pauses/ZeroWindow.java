package workbook.buffers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import workbook.kit.wire.TcpSegment.Flag;

/// Keeps the newest stall at the end of its list and replaces it with each segment; the sender asks every few milliseconds.
final class ZeroWindow {
    private ZeroWindow() {}

    static List<Stall> observe(List<SeenSegment> segments, InetSocketAddress sender, InetSocketAddress receiver) {
        var stalls = new ArrayList<Stall>();
        long expected = 0;
        for (var segment : segments) {
            var isAsking = segment.from().equals(sender) && segment.to().equals(receiver);
            var isAnswer = segment.from().equals(receiver) && segment.to().equals(sender);
            if (!isAsking && !isAnswer) {
                continue;
            }
            var isShut = !stalls.isEmpty() && !stalls.getLast().isOver();
            var says = isAnswer && !segment.is(Flag.SYN) && !segment.is(Flag.RST);
            if (isShut) {
                var old = stalls.removeLast();
                var isBefore = (int) (segment.sequence() - expected) < 0;
                var isProbe = isAsking && (segment.length() > 0 || isBefore);
                stalls.add(new Stall(old.since(), Duration.between(old.since(), segment.time()),
                        old.probes() + (isProbe ? 1 : 0), says && segment.window() != 0));
            } else if (says && segment.window() == 0) {
                stalls.add(new Stall(segment.time(), Duration.ZERO, 0, false));
            }
            expected = says ? segment.acknowledgment() : expected;
        }
        return stalls;
    }

    static void send(SocketChannel channel, ByteBuffer data, Duration patience) throws IOException {
        var blocks = channel.isBlocking();
        try {
            channel.configureBlocking(false);
            var moved = Instant.now();
            while (data.hasRemaining()) {
                if (channel.write(data) > 0) {
                    moved = Instant.now();
                } else if (moved.plus(patience).isBefore(Instant.now())) {
                    throw new SocketTimeoutException("stuck");
                } else {
                    LockSupport.parkNanos(3_000_000);
                }
            }
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(blocks);
            }
        }
    }
}
