package workbook.buffers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Finds out how many bytes wait between a program that writes and one that does not read.
final class WhereBytesWait {
    private static final int PIECE = 1 << 16;

    private WhereBytesWait() {}

    static long swallowed(SocketChannel channel, Duration quiet) throws IOException {
        var wasBlocking = channel.isBlocking();
        channel.configureBlocking(false);
        try {
            return untilQuiet(channel, quiet);
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(wasBlocking);
            }
        }
    }

    private static long untilQuiet(SocketChannel channel, Duration quiet) throws IOException {
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            var piece = ByteBuffer.allocate(PIECE);
            var taken = 0L;
            var end = System.nanoTime() + quiet.toNanos();
            for (var left = quiet.toNanos(); left > 0; left = end - System.nanoTime()) {
                var count = channel.write(piece.clear());
                if (count > 0) {
                    taken += count;
                    end = System.nanoTime() + quiet.toNanos();
                } else {
                    selector.select(left / 1_000_000_000);
                    selector.selectedKeys().clear();
                }
            }
            return taken;
        }
    }
}
