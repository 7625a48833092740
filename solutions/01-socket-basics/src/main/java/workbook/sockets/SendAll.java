package workbook.sockets;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Sending through a non-blocking channel: as much as goes at once, or all of it.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        send(channel, buffer);
        if (!buffer.hasRemaining()) {
            // What fits at once needs no selector.
            return;
        }
        try (var writable = Selector.open()) {
            channel.register(writable, SelectionKey.OP_WRITE);
            while (buffer.hasRemaining()) {
                writable.select(key -> {}, millisUntil(end, buffer));
                send(channel, buffer);
            }
        }
    }

    /// At least 1: to a selector, 0 means for ever.
    private static long millisUntil(long end, ByteBuffer buffer) throws SocketTimeoutException {
        var left = end - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over, and " + buffer.remaining() + " bytes are left");
        }
        return Math.max(1, Duration.ofNanos(left).toMillis());
    }
}
