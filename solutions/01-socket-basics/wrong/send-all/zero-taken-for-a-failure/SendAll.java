package workbook.sockets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Gives up when a write takes nothing.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        while (buffer.hasRemaining()) {
            if (send(channel, buffer) == 0) {
                throw new IOException("the connection takes no more");
            }
        }
    }
}
