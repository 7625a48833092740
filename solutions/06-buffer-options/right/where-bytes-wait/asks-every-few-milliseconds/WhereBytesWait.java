package workbook.buffers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Asks again after a pause, without a selector, and measures the quiet from the last byte.
final class WhereBytesWait {
    private static final long PAUSE = 5_000_000;

    private WhereBytesWait() {}

    static long swallowed(SocketChannel channel, Duration quiet) throws IOException {
        var isBlocking = channel.isBlocking();
        var buffer = ByteBuffer.allocateDirect(10_000);
        long total = 0;
        channel.configureBlocking(false);
        try {
            var last = Instant.now();
            while (Duration.between(last, Instant.now()).compareTo(quiet) < 0) {
                buffer.clear();
                var before = total;
                total += channel.write(buffer);
                if (total == before) {
                    LockSupport.parkNanos(PAUSE);
                } else {
                    last = Instant.now();
                }
            }
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(isBlocking);
            }
        }
        return total;
    }
}
