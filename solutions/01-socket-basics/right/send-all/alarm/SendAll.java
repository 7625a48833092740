package workbook.sockets;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Has a second thread wake the selector when the time is over: choose it where the end may also come from
/// elsewhere, such as a button that says stop.
final class SendAll {
    private SendAll() {}

    static int send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    static void sendAll(SocketChannel channel, ByteBuffer buffer, Duration total) throws IOException {
        var late = new AtomicBoolean();
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            var alarm = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(total);
                    late.set(true);
                    selector.wakeup();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            try {
                while (send(channel, buffer) >= 0 && buffer.hasRemaining()) {
                    selector.select();
                    selector.selectedKeys().clear();
                    if (late.get()) {
                        throw new SocketTimeoutException(buffer.remaining() + " bytes left");
                    }
                }
            } finally {
                alarm.interrupt();
            }
        }
    }
}
