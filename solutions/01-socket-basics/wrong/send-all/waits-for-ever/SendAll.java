package workbook.sockets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Waits for room without a limit.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (buffer.hasRemaining()) {
                send(channel, buffer);
                if (buffer.hasRemaining()) {
                    selector.select();
                    selector.selectedKeys().clear();
                }
            }
        }
    }
}
