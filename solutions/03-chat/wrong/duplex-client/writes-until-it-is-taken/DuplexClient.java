package workbook.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

final class DuplexClient {
    private DuplexClient() {}

    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        try (var channel = SocketChannel.open(server); var selector = Selector.open()) {
            Queue<ByteBuffer> typed = new ConcurrentLinkedQueue<>();
            Thread.ofVirtual().start(() -> read(user, typed, selector));
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            var bytes = ByteBuffer.allocate(8192);
            while (true) {
                selector.select();
                selector.selectedKeys().clear();
                var count = channel.read(bytes.clear());
                if (count < 0) {
                    return 0;
                }
                screen.write(bytes.array(), 0, count);
                screen.flush();
                for (var next = typed.poll(); next != null; next = typed.poll()) {
                    if (!next.hasRemaining()) {
                        channel.shutdownOutput();
                    }
                    while (next.hasRemaining()) {
                        channel.write(next);
                    }
                }
            }
        } catch (SocketException e) {
            return 1;
        }
    }

    private static void read(InputStream user, Queue<ByteBuffer> typed, Selector selector) {
        try {
            var bytes = new byte[8192];
            for (var count = user.read(bytes); count >= 0; count = user.read(bytes)) {
                typed.add(ByteBuffer.wrap(bytes.clone(), 0, count));
                selector.wakeup();
            }
        } catch (IOException e) {
            // The user has gone.
        }
        typed.add(ByteBuffer.allocate(0));
        selector.wakeup();
    }
}
