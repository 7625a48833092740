package workbook.buffers;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import workbook.buffers.CloseReport.Ending;

/// Three ways to close a connection, and one to end a conversation.
final class Linger {
    private Linger() {}

    static CloseReport close(SocketChannel channel, int seconds) throws IOException {
        channel.configureBlocking(true);
        channel.setOption(StandardSocketOptions.SO_LINGER, Math.max(-1, seconds));
        var begin = System.nanoTime();
        channel.close();
        return report(begin, seconds == 0 ? Ending.BROKEN : Ending.UNKNOWN);
    }

    static CloseReport finish(SocketChannel channel, Duration limit) throws IOException {
        var begin = System.nanoTime();
        try (channel) {
            channel.shutdownOutput();
            return report(begin, readsToTheEnd(channel, begin + 5 * limit.toNanos() / 2) ? Ending.CONFIRMED : Ending.BROKEN);
        } catch (IOException e) {
            return report(begin, Ending.BROKEN);
        }
    }

    private static boolean readsToTheEnd(SocketChannel channel, long end) throws IOException {
        var rest = ByteBuffer.allocate(8192);
        channel.configureBlocking(false);
        try (var selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (true) {
                var count = channel.read(rest.clear());
                if (count < 0) {
                    return true;
                }
                var left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                if (count == 0) {
                    selector.select(Math.max(1, left / 1_000_000));
                    selector.selectedKeys().clear();
                }
            }
        }
    }

    private static CloseReport report(long begin, Ending ending) {
        return new CloseReport(Duration.ofNanos(System.nanoTime() - begin), ending);
    }
}
