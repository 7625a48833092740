package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Leaves the connection to one thread with a selector, which alone reads and writes it, and so meets every reset
/// itself: choose it where a client has several connections.
final class DuplexClient {
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final BlockingQueue<ByteBuffer> typed = new ArrayBlockingQueue<>(4);
    private final Selector selector;
    private final SocketChannel channel;
    private ByteBuffer sending = ByteBuffer.allocate(0);
    private boolean isDone;

    private DuplexClient(Selector selector, SocketChannel channel) {
        this.selector = selector;
        this.channel = channel;
    }

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var channel = SocketChannel.open(server); var selector = Selector.open()) {
            channel.configureBlocking(false);
            var client = new DuplexClient(selector, channel);
            var reader = Thread.ofVirtual().start(() -> client.read(user));
            try {
                return client.talk(screen);
            } finally {
                // Not out of the user's stream, but out of the queue.
                reader.interrupt();
            }
        }
    }

    private int talk(OutputStream screen) throws IOException {
        var key = channel.register(selector, SelectionKey.OP_READ);
        var bytes = ByteBuffer.allocate(65_536);
        while (true) {
            selector.select();
            selector.selectedKeys().clear();
            int count;
            try {
                count = channel.read(bytes.clear());
                send();
            } catch (IOException e) {
                return 1;
            }
            if (count < 0) {
                return 0;
            }
            if (count > 0) {
                screen.write(bytes.array(), 0, count);
                screen.flush();
            }
            key.interestOps(SelectionKey.OP_READ | (sending.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        }
    }

    private void send() throws IOException {
        while (!isDone) {
            if (sending.hasRemaining() && channel.write(sending) == 0) {
                return;
            }
            if (!sending.hasRemaining()) {
                var next = typed.poll();
                if (next == null) {
                    return;
                }
                sending = next;
                if (next == END) {
                    isDone = true;
                    channel.shutdownOutput();
                }
            }
        }
    }

    private void read(InputStream user) {
        try {
            hand(user);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(InputStream user) throws InterruptedException {
        var bytes = new byte[65_536];
        try {
            for (var count = user.read(bytes); count >= 0; count = user.read(bytes)) {
                put(ByteBuffer.wrap(bytes.clone(), 0, count));
            }
        } catch (IOException e) {
            // As good as its end.
        }
        put(END);
    }

    private void put(ByteBuffer next) throws InterruptedException {
        typed.put(next);
        selector.wakeup();
    }
}
