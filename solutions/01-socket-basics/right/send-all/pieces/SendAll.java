package workbook.sockets;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Offers slices of 1,000 bytes and counts for itself: choose it where progress is to be shown, or the speed
/// to be limited, between the pieces.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        while (buffer.hasRemaining()) {
            var piece = buffer.slice(buffer.position(), Math.min(1_000, buffer.remaining()));
            var taken = channel.write(piece);
            buffer.position(buffer.position() + taken);
            if (taken == 0) {
                awaitRoom(channel, end);
            }
        }
    }

    private static void awaitRoom(SocketChannel channel, long end) throws IOException {
        var left = Duration.ofNanos(end - System.nanoTime());
        if (left.toMillis() <= 0) {
            throw new SocketTimeoutException("no room for the rest");
        }
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            selector.select(left.toMillis());
        }
    }
}
