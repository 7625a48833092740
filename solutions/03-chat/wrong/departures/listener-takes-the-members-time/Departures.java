package workbook.chat;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import workbook.kit.Connection;

/// Notes when a byte came, and not when it was dealt with.
final class Departures implements Watch {
    private final Duration half;

    Departures(Duration idle) {
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("an idle time of " + idle);
        }
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
        var last = System.nanoTime();
        while (true) {
            try {
                var left = half.multipliedBy(isAsked ? 2 : 1).minusNanos(System.nanoTime() - last);
                connection.timeout(left.isPositive() ? left : Duration.ofNanos(1));
                var count = in.read(bytes);
                last = System.nanoTime();
                if (count < 0 || !hears(codec, ByteBuffer.wrap(bytes, 0, count), lines)) {
                    return Departure.LEFT;
                }
                isAsked = false;
            } catch (SocketTimeoutException e) {
                if (isAsked) {
                    return Departure.SILENT;
                }
                // Whether it is taken does not matter: whoever cannot be asked can still speak.
                member.outbox().offer(LineCodec.line(Lines.PING));
                isAsked = true;
            }
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
