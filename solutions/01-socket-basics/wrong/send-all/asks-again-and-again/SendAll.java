package workbook.sockets;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Writes until all is gone, without a pause.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        var end = System.nanoTime() + total.toNanos();
        while (buffer.hasRemaining()) {
            send(channel, buffer);
            if (buffer.hasRemaining() && System.nanoTime() - end > 0) {
                throw new SocketTimeoutException(buffer.remaining() + " bytes left");
            }
        }
    }
}
