package workbook.chat;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import workbook.kit.Connection;

/// Reads only when something is there, which an end is not.
final class Departures implements Watch {
    private final Duration half;

    Departures(Duration idle) {
        half = idle.dividedBy(2);
    }

    @Override
    public Departure watch(Connection connection, Session member, Listener lines) {
        try {
            return hear(connection, member, lines);
        } catch (ProtocolException e) {
            member.outbox().offer(LineCodec.line(Lines.refused(Ears.REASON)));
            return Departure.KICKED;
        } catch (IOException e) {
            return isClosedHere(connection) ? Departure.KICKED : Departure.RESET;
        }
    }

    private Departure hear(Connection connection, Session member, Listener lines) throws IOException {
        var codec = new LineCodec(Ears.LONGEST);
        var in = connection.in();
        var bytes = new byte[4_096];
        var isAsked = false;
        var lastSeen = System.nanoTime();
        while (true) {
            if (in.available() > 0) {
                var count = in.read(bytes);
                if (count < 0 || !hears(codec, ByteBuffer.wrap(bytes, 0, count), lines)) {
                    return Departure.LEFT;
                }
                lastSeen = System.nanoTime();
                isAsked = false;
                continue;
            }
            var silence = System.nanoTime() - lastSeen;
            if (silence > 2 * half.toNanos()) {
                return Departure.SILENT;
            }
            if (silence > half.toNanos() && !isAsked) {
                member.outbox().offer(LineCodec.line(Lines.PING));
                isAsked = true;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /// Hears the lines before one that is too long, and only then throws.
    private static boolean hears(LineCodec codec, ByteBuffer bytes, Listener lines) throws ProtocolException {
        var tooLong = false;
        try {
            codec.feed(bytes);
        } catch (ProtocolException e) {
            tooLong = true;
        }
        for (var line = codec.next(); line.isPresent(); line = codec.next()) {
            if (!lines.hear(line.get())) {
                return false;
            }
        }
        if (tooLong) {
            throw new ProtocolException(Ears.REASON);
        }
        return true;
    }

    /// A connection that was reset still has its stream; one that was closed has not.
    private static boolean isClosedHere(Connection connection) {
        try {
            connection.in();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
