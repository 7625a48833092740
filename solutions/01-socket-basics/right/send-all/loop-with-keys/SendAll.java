package workbook.sockets;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Registers at once, and clears the set of selected keys by hand: choose it where one selector serves many
/// channels, for so most of their loops are written.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (buffer.hasRemaining()) {
                send(channel, buffer);
                if (buffer.hasRemaining()) {
                    var left = (end - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        throw new SocketTimeoutException(buffer.remaining() + " bytes left");
                    }
                    selector.select(left);
                    selector.selectedKeys().clear();
                }
            }
        }
    }
}
