package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Uses a blocking channel, whose two directions two threads may use at once, and waits for the one that writes if it is
/// about to: choose it where the rest of the program works with buffers.
final class DuplexClient {
    private static final int RESET = -2;
    private static final Duration MOMENT = Duration.ofMillis(500);

    private final AtomicBoolean isWriting = new AtomicBoolean();
    private final AtomicBoolean isReset = new AtomicBoolean();

    private DuplexClient() {}

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var channel = SocketChannel.open(server)) {
            var client = new DuplexClient();
            var sender = new Thread(() -> client.send(user, channel), "sender");
            sender.setDaemon(true);
            sender.start();
            var bytes = ByteBuffer.allocate(32_768);
            var count = read(channel, bytes);
            for (; count >= 0; count = read(channel, bytes)) {
                screen.write(bytes.array(), 0, count);
                screen.flush();
            }
            return count == RESET || client.wasReset(sender) ? 1 : 0;
        }
    }

    /// The write that is told of a reset has not ended before it has left word.
    private boolean wasReset(Thread sender) {
        if (isWriting.get()) {
            try {
                sender.join(MOMENT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return isReset.get();
    }

    private static int read(SocketChannel channel, ByteBuffer bytes) {
        try {
            return channel.read(bytes.clear());
        } catch (IOException e) {
            return RESET;
        }
    }

    private void send(InputStream user, SocketChannel channel) {
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
                    isWriting.set(true);
                    while (typed.hasRemaining()) {
                        channel.write(typed);
                    }
                    isWriting.set(false);
                }
            } catch (IOException e) {
                isReset.set(true);
                return;
            }
        }
    }
}
