package workbook.buffers;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.OptionalLong;

/// How large a buffer has to be, and who should see to it.
final class Autotuning {
    private static final int PIECE = 1 << 16;
    private static final BigDecimal BITS_PER_BYTE = BigDecimal.valueOf(8);

    private Autotuning() {}

    static long bdp(long bitsPerSecond, Duration roundTrip) {
        if (bitsPerSecond < 0 || roundTrip.isNegative()) {
            throw new IllegalArgumentException("no link has %d bits a second and a round trip of %s"
                    .formatted(bitsPerSecond, roundTrip));
        }
        var seconds = BigDecimal.valueOf(roundTrip.toSeconds()).add(BigDecimal.valueOf(roundTrip.getNano(), 9));
        return BigDecimal.valueOf(bitsPerSecond)
                .multiply(seconds)
                .divide(BITS_PER_BYTE)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    static OptionalLong advised(long bitsPerSecond, Duration roundTrip, long most) {
        var needed = bdp(bitsPerSecond, roundTrip);
        return needed > most ? OptionalLong.of(needed) : OptionalLong.empty();
    }

    static Growth watch(SocketChannel channel, long bytes, Kernel kernel) throws IOException {
        var first = kernel.holds(channel, StandardSocketOptions.SO_RCVBUF);
        var largest = first;
        var piece = ByteBuffer.allocate(PIECE);
        var total = 0L;
        while (total < bytes) {
            var count = channel.read(piece.clear().limit((int) Math.min(PIECE, bytes - total)));
            if (count < 0) {
                break;
            }
            total += count;
            largest = Math.max(largest, kernel.holds(channel, StandardSocketOptions.SO_RCVBUF));
        }
        channel.configureBlocking(false);
        return new Growth(total, first, largest);
    }
}
