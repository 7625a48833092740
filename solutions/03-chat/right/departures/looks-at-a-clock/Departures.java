package workbook.chat;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workbook.kit.Connection;

/// A second thread reads and passes the lines on, and the member's own looks again and again when it was last heard:
/// choose it where the time limit of a read is taken for something else. It costs looks, whether anything happens or not.
final class Departures implements Watch {
    private static final int LOOKS = 16;

    private final Duration idle;

    Departures(Duration idle) {
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("an idle time of " + idle);
        }
        this.idle = idle;
    }

    @Override
    public Departure watch(Connection connection, Session member, Listener lines) {
        var life = new Life(member.outbox());
        // A read ends when the connection does, which may be long after the member was found silent.
        Thread.ofVirtual().start(() -> life.ends(() -> hear(connection, member.outbox(), lines, life)));
        while (!life.end.isDone()) {
            life.looksIn(idle.toNanos() / LOOKS);
        }
        return life.end.join();
    }

    private interface Conversation {
        Departure untilItEnds();
    }

    /// What is known of one member.
    private final class Life {
        private final CompletableFuture<Departure> end = new CompletableFuture<>();
        private final Outbox outbox;
        private long lastSeen = System.nanoTime();
        private boolean isHeard;
        private boolean isAsked;

        Life(Outbox outbox) {
            this.outbox = outbox;
        }

        void looksIn(long nanos) {
            try {
                end.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (isToBeAsked()) {
                    outbox.offer(LineCodec.line(Lines.PING));
                }
            } catch (ExecutionException e) {
                // Whoever joins learns of it.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end.complete(Departure.KICKED);
            }
        }

        private synchronized boolean isToBeAsked() {
            var silence = System.nanoTime() - lastSeen;
            if (isHeard) {
                return false;
            }
            if (silence >= idle.toNanos()) {
                end.complete(Departure.SILENT);
            }
            var isFirst = !isAsked && silence >= idle.toNanos() / 2;
            isAsked |= isFirst;
            return isFirst && !end.isDone();
        }

        /// @return false if it is too late
        synchronized boolean speaks() {
            isHeard = true;
            return !end.isDone();
        }

        synchronized void waits() {
            isHeard = false;
            isAsked = false;
            lastSeen = System.nanoTime();
        }

        void ends(Conversation conversation) {
            try {
                end.complete(conversation.untilItEnds());
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        }
    }

    private static Departure hear(Connection connection, Outbox outbox, Listener lines, Life life) {
        var codec = new LineCodec(Ears.LONGEST);
        var bytes = new byte[4_096];
        try {
            var in = connection.in();
            for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!life.speaks() || !hears(codec, ByteBuffer.wrap(bytes, 0, count), lines)) {
                    return Departure.LEFT;
                }
                life.waits();
            }
            return Departure.LEFT;
        } catch (ProtocolException e) {
            outbox.offer(LineCodec.line(Lines.refused(Ears.REASON)));
            return Departure.KICKED;
        } catch (IOException e) {
            return isClosed(connection) ? Departure.KICKED : Departure.RESET;
        }
    }

    private static boolean hears(LineCodec codec, ByteBuffer bytes, Listener lines) throws ProtocolException {
        try {
            codec.feed(bytes);
        } catch (ProtocolException e) {
            if (hears(codec, lines)) {
                throw e;
            }
            return false;
        }
        return hears(codec, lines);
    }

    private static boolean hears(LineCodec codec, Listener lines) throws ProtocolException {
        for (var line = codec.next(); line.isPresent(); line = codec.next()) {
            if (!lines.hear(line.get())) {
                return false;
            }
        }
        return true;
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
