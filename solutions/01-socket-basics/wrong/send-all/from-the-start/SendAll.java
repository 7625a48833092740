package workbook.sockets;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Begins at the first byte again after each write.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        var end = System.nanoTime() + total.toNanos();
        var sent = 0;
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (sent < bytes.length) {
                sent += send(channel, ByteBuffer.wrap(bytes));
                if (sent < bytes.length) {
                    var left = (end - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        throw new SocketTimeoutException("time is over");
                    }
                    selector.select(left);
                    selector.selectedKeys().clear();
                }
            }
        }
    }
}
