package workbook.buffers;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import workbook.buffers.CloseReport.Ending;

/// Uses the channel's socket, whose reads know a time limit, newly set before each.
final class Linger {
    private Linger() {}

    static CloseReport close(SocketChannel channel, int seconds) throws IOException {
        channel.configureBlocking(true);
        var socket = channel.socket();
        if (seconds < 0) {
            socket.setSoLinger(false, 0);
        } else {
            socket.setSoLinger(true, seconds);
        }
        var begin = Instant.now();
        socket.close();
        return new CloseReport(Duration.between(begin, Instant.now()), seconds == 0 ? Ending.BROKEN : Ending.UNKNOWN);
    }

    static CloseReport finish(SocketChannel channel, Duration limit) throws IOException {
        var begin = Instant.now();
        var ending = Ending.BROKEN;
        try {
            channel.configureBlocking(true);
            var socket = channel.socket();
            socket.shutdownOutput();
            var rest = new byte[1000];
            var count = 0;
            while (count >= 0) {
                var left = Duration.between(Instant.now(), begin.plus(limit)).toMillis();
                if (left <= 0) {
                    throw new SocketException("too late");
                }
                socket.setSoTimeout((int) left);
                count = socket.getInputStream().read(rest);
            }
            ending = Ending.CONFIRMED;
        } catch (IOException broken) {
            // As it was feared.
        } finally {
            channel.close();
        }
        return new CloseReport(Duration.between(begin, Instant.now()), ending);
    }
}
