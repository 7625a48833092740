package workbook.buffers;

import java.io.IOException;
import java.math.BigInteger;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.OptionalLong;

/// Counts nanoseconds in whole numbers of any size, and has a summary find the largest.
final class Autotuning {
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

    private Autotuning() {}

    static long bdp(long bitsPerSecond, Duration roundTrip) {
        if (Long.signum(bitsPerSecond) < 0 || roundTrip.compareTo(Duration.ZERO) < 0) {
            throw new IllegalArgumentException();
        }
        var nanos = BigInteger.valueOf(roundTrip.getSeconds()).multiply(SECOND).add(BigInteger.valueOf(roundTrip.getNano()));
        var parts = BigInteger.valueOf(bitsPerSecond).multiply(nanos).divideAndRemainder(SECOND.shiftLeft(3));
        return parts[0].add(BigInteger.valueOf(parts[1].signum())).longValueExact();
    }

    static OptionalLong advised(long bitsPerSecond, Duration roundTrip, long most) {
        return OptionalLong.of(bdp(bitsPerSecond, roundTrip)).stream().filter(bytes -> bytes > most).findAny();
    }

    static Growth watch(SocketChannel channel, long bytes, Kernel kernel) throws IOException {
        var seen = new IntSummaryStatistics();
        int first = kernel.holds(channel, StandardSocketOptions.SO_RCVBUF);
        seen.accept(first);
        long left = bytes;
        while (left > 0) {
            int count = channel.read(ByteBuffer.allocate((int) Math.min(left, 100_000)));
            if (count == -1) {
                return new Growth(bytes - left, first, seen.getMax());
            }
            seen.accept(kernel.holds(channel, StandardSocketOptions.SO_RCVBUF));
            left -= count;
        }
        return new Growth(bytes, first, seen.getMax());
    }
}
