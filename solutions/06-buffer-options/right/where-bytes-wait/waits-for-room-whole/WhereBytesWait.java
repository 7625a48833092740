package workbook.buffers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Has each wait be one whole quiet: if nothing became writable in it, that was it.
final class WhereBytesWait {
    private WhereBytesWait() {}

    static long swallowed(SocketChannel channel, Duration quiet) throws IOException {
        boolean blocks = channel.isBlocking();
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey registered = channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer zeros = ByteBuffer.allocate(100_000);
            long sum = 0;
            while (true) {
                int written;
                do {
                    zeros.clear();
                    written = channel.write(zeros);
                    sum += written;
                } while (written > 0);
                if (selector.select(key -> {}, Math.max(1, quiet.toMillis())) == 0) {
                    // One last look: a kernel reports room only when a good part of its buffer is free.
                    zeros.clear();
                    int late = channel.write(zeros);
                    if (late == 0) {
                        break;
                    }
                    sum += late;
                }
            }
            registered.cancel();
            selector.selectNow();
            return sum;
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(blocks);
            }
        }
    }
}
