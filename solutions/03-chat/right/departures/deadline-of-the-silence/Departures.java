package workbook.chat;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import workbook.kit.Connection;

/// Notes when the last byte came, and limits each read to what is left until the next moment that matters: choose it
/// where there are more such moments than the half and the whole of one time.
final class Departures implements Watch {
    private final Duration idle;

    Departures(Duration idle) {
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("an idle time of " + idle);
        }
        this.idle = idle;
    }

    @Override
    public Departure watch(Connection connection, Session member, Listener lines) {
        return new Conversation(connection, member.outbox(), lines).untilItEnds();
    }

    private final class Conversation {
        private final Connection connection;
        private final Outbox outbox;
        private final Listener lines;
        private final LineCodec codec = new LineCodec(Ears.LONGEST);
        private final byte[] bytes = new byte[1_024];
        private long lastSeen = System.nanoTime();
        private boolean asked;

        Conversation(Connection connection, Outbox outbox, Listener lines) {
            this.connection = connection;
            this.outbox = outbox;
            this.lines = lines;
        }

        Departure untilItEnds() {
            try {
                while (true) {
                    var left = limit().minusNanos(System.nanoTime() - lastSeen);
                    connection.timeout(left.isPositive() ? left : Duration.ofNanos(1));
                    try {
                        var count = connection.in().read(bytes);
                        if (count < 0 || !hears(count)) {
                            return Departure.LEFT;
                        }
                        asked = false;
                        // Not before the lines were heard, for that may take long.
                        lastSeen = System.nanoTime();
                    } catch (SocketTimeoutException e) {
                        if (asked) {
                            return Departure.SILENT;
                        }
                        asked = true;
                        outbox.offer(LineCodec.line("?"));
                    }
                }
            } catch (ProtocolException e) {
                outbox.offer(LineCodec.line("! " + Ears.REASON));
                return Departure.KICKED;
            } catch (IOException e) {
                return broken();
            }
        }

        private Duration limit() {
            return asked ? idle : idle.dividedBy(2);
        }

        private boolean hears(int count) throws ProtocolException {
            try {
                codec.feed(ByteBuffer.wrap(bytes, 0, count));
            } catch (ProtocolException e) {
                if (!hearsComplete()) {
                    return false;
                }
                throw e;
            }
            return hearsComplete();
        }

        private boolean hearsComplete() throws ProtocolException {
            var line = codec.next();
            while (line.isPresent()) {
                if (!lines.hear(line.get())) {
                    return false;
                }
                line = codec.next();
            }
            return true;
        }

        private Departure broken() {
            try {
                connection.in();
                return Departure.RESET;
            } catch (IOException e) {
                return Departure.KICKED;
            }
        }
    }
}
