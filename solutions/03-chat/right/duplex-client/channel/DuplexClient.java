package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/// Uses a blocking channel, whose two directions two threads may use at once: choose it where the rest of the program
/// works with buffers.
final class DuplexClient {
    private static final int RESET = -2;

    private DuplexClient() {}

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var channel = SocketChannel.open(server)) {
            var isReset = new AtomicBoolean();
            var sender = new Thread(() -> send(user, channel, isReset), "sender");
            sender.setDaemon(true);
            sender.start();
            var bytes = ByteBuffer.allocate(32_768);
            var count = read(channel, bytes);
            for (; count >= 0; count = read(channel, bytes)) {
                screen.write(bytes.array(), 0, count);
                screen.flush();
            }
            return count == RESET || isReset.get() ? 1 : 0;
        }
    }

    private static int read(SocketChannel channel, ByteBuffer bytes) {
        try {
            return channel.read(bytes.clear());
        } catch (IOException e) {
            return RESET;
        }
    }

    private static void send(InputStream user, SocketChannel channel, AtomicBoolean isReset) {
        var bytes = new byte[32_768];
        var count = 0;
        while (count >= 0) {
            try {
                count = user.read(bytes);
            } catch (IOException e) {
                count = -1;
            }
            try {
                if (count < 0) {
                    channel.shutdownOutput();
                } else {
                    var typed = ByteBuffer.wrap(bytes, 0, count);
                    while (typed.hasRemaining()) {
                        channel.write(typed);
                    }
                }
            } catch (IOException e) {
                isReset.set(true);
                return;
            }
        }
    }
}
