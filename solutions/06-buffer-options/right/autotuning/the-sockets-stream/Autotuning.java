package workbook.buffers;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.OptionalLong;

/// Splits the time into seconds and the rest, so that a long will do, and reads from the channel's socket.
final class Autotuning {
    private static final long NANOS = 1_000_000_000;

    private Autotuning() {}

    static long bdp(long bitsPerSecond, Duration roundTrip) {
        if (bitsPerSecond < 0 || roundTrip.isNegative()) {
            throw new IllegalArgumentException("below nothing");
        }
        // bits = 8 * bytes + rest, time = seconds + nanos; all four products by themselves.
        long bytes = bitsPerSecond / 8;
        long rest = bitsPerSecond % 8;
        long seconds = roundTrip.toSeconds();
        long nanos = roundTrip.getNano();
        long whole = Math.addExact(Math.multiplyExact(bytes, seconds), Math.multiplyHigh(bytes, nanos) == 0
                ? Math.multiplyExact(bytes, nanos) / NANOS
                : bytes / NANOS * nanos + bytes % NANOS * nanos / NANOS);
        // What is left, in eighths of a billionth of a byte.
        long parts = Math.multiplyExact(rest, seconds);
        long small = bytes % NANOS * nanos % NANOS * 8 + rest * nanos;
        whole = Math.addExact(whole, parts / 8);
        long left = Math.addExact(parts % 8 * NANOS, small);
        return Math.addExact(whole, Math.ceilDiv(left, 8 * NANOS));
    }

    static OptionalLong advised(long bitsPerSecond, Duration roundTrip, long most) {
        var bytes = bdp(bitsPerSecond, roundTrip);
        if (bytes <= most) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(bytes);
    }

    static Growth watch(SocketChannel channel, long bytes, Kernel kernel) throws IOException {
        int first = kernel.holds(channel, StandardSocketOptions.SO_RCVBUF);
        int largest = first;
        var in = channel.socket().getInputStream();
        var piece = new byte[32_768];
        long total = 0;
        for (int count = 0; total < bytes
                && (count = in.read(piece, 0, (int) Math.min(piece.length, bytes - total))) > 0;) {
            total += count;
            int now = kernel.holds(channel, StandardSocketOptions.SO_RCVBUF);
            largest = now > largest ? now : largest;
        }
        return new Growth(total, first, largest);
    }
}
