package workbook.buffers;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import workbook.buffers.CloseReport.Ending;

/// Reads in blocking mode, while a second thread waits for the limit and then closes the channel under it.
final class Linger {
    private Linger() {}

    static CloseReport close(SocketChannel channel, int seconds) throws IOException {
        channel.configureBlocking(true);
        channel.setOption(StandardSocketOptions.SO_LINGER, seconds);
        long start = System.nanoTime();
        channel.close();
        long end = System.nanoTime();
        return new CloseReport(Duration.ofNanos(end - start), seconds == 0 ? Ending.BROKEN : Ending.UNKNOWN);
    }

    static CloseReport finish(SocketChannel channel, Duration limit) throws IOException {
        long start = System.nanoTime();
        var done = new CountDownLatch(1);
        var alarm = Thread.startVirtualThread(() -> {
            try {
                if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                    channel.close();
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var ending = Ending.BROKEN;
        try (channel) {
            channel.configureBlocking(true);
            channel.shutdownOutput();
            while (channel.read(ByteBuffer.allocate(500)) >= 0) {
                continue;
            }
            ending = Ending.CONFIRMED;
        } catch (IOException e) {
            ending = Ending.BROKEN;
        } finally {
            done.countDown();
            try {
                alarm.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new CloseReport(Duration.ofNanos(System.nanoTime() - start), ending);
    }
}
