package workbook.chat;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import workbook.kit.Connection;

/// A watch that waits for the next line, for ever if need be.
final class Ears implements Watch {
    /// The longest line, in bytes.
    static final int LONGEST = 1_024;
    static final String REASON = "a line is UTF-8, of at most 1,024 bytes";

    @Override
    public Departure watch(Connection connection, Session member, Listener lines) {
        var codec = new LineCodec(LONGEST);
        var bytes = new byte[4_096];
        try {
            var in = connection.in();
            for (var count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!hears(codec, ByteBuffer.wrap(bytes, 0, count), lines)) {
                    return Departure.LEFT;
                }
            }
            // Half a line was not said.
            return Departure.LEFT;
        } catch (ProtocolException e) {
            member.outbox().offer(LineCodec.line(Lines.refused(REASON)));
            return Departure.KICKED;
        } catch (IOException e) {
            return Departure.RESET;
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
            throw new ProtocolException(REASON);
        }
        return true;
    }
}
