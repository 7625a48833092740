package workbook.chat;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import workbook.kit.Connection;

/// A second thread reads, without a limit, and the member's own waits for what it brings, with one: choose it where a
/// read knows no limit. The second thread lives until the connection is closed.
final class Departures implements Watch {
    /// So many pieces may wait; then the reader does, and TCP makes the member wait.
    private static final int PIECES = 16;

    private final Duration idle;

    /// What the reader brings.
    private sealed interface News {
        record Piece(byte[] bytes) implements News {}

        record End(Departure how) implements News {}
    }

    Departures(Duration idle) {
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("an idle time of " + idle);
        }
        this.idle = idle;
    }

    @Override
    public Departure watch(Connection connection, Session member, Listener lines) {
        var news = new LinkedBlockingQueue<News>(PIECES);
        var reader = Thread.ofPlatform().daemon().name("reader").start(() -> read(connection, news));
        try {
            return hear(news, member.outbox(), lines);
        } catch (ProtocolException e) {
            member.outbox().offer(LineCodec.line(Lines.refused(Ears.REASON)));
            return Departure.KICKED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Departure.KICKED;
        } finally {
            // Ends its wait for room in the queue. Its wait for the member it does not hear: it is no virtual thread,
            // whose socket would be closed by this.
            reader.interrupt();
        }
    }

    private Departure hear(BlockingQueue<News> news, Outbox outbox, Listener lines)
            throws ProtocolException, InterruptedException {
        var codec = new LineCodec(Ears.LONGEST);
        var asked = false;
        while (true) {
            switch (news.poll(idle.toNanos() / 2, TimeUnit.NANOSECONDS)) {
                case News.Piece(var bytes) -> {
                    asked = false;
                    if (!hears(codec, bytes, lines)) {
                        return Departure.LEFT;
                    }
                }
                case News.End(var how) -> {
                    return how;
                }
                case null -> {
                    if (asked) {
                        return Departure.SILENT;
                    }
                    asked = true;
                    outbox.offer(LineCodec.line(Lines.PING));
                }
            }
        }
    }

    private static boolean hears(LineCodec codec, byte[] bytes, Listener lines) throws ProtocolException {
        ProtocolException tooLong = null;
        try {
            codec.feed(ByteBuffer.wrap(bytes));
        } catch (ProtocolException e) {
            tooLong = e;
        }
        for (var line = codec.next(); line.isPresent(); line = codec.next()) {
            if (!lines.hear(line.get())) {
                return false;
            }
        }
        if (tooLong != null) {
            throw tooLong;
        }
        return true;
    }

    private static void read(Connection connection, BlockingQueue<News> news) {
        try {
            news.put(new News.End(readToEnd(connection, news)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Departure readToEnd(Connection connection, BlockingQueue<News> news) throws InterruptedException {
        var bytes = new byte[1_024];
        try {
            var in = connection.in();
            for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                news.put(new News.Piece(Arrays.copyOf(bytes, count)));
            }
            return Departure.LEFT;
        } catch (IOException e) {
            return isClosed(connection) ? Departure.KICKED : Departure.RESET;
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            connection.in();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
