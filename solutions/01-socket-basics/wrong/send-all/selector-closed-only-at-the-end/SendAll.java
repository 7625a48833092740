package workbook.sockets;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Closes the selector at the end, which an exception never reaches.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        var selector = Selector.open();
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
        selector.close();
    }
}
