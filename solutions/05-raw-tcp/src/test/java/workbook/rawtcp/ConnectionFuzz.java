package workbook.rawtcp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a fuzzer demands of a connection: whatever arrives, and whatever its user does, it answers with segments that keep
/// to the rules, and holds no more than it may.
///
/// `tools/fuzz/fuzz.sh` runs it with inputs that it invents, [FuzzCorpusTest] with those that are kept.
public final class ConnectionFuzz {
    private static final Settings SETTINGS = new Settings(100, 300, 400, Duration.ofMillis(200), 3,
            Duration.ofSeconds(1));
    private static final int STEP_BYTES = 6;
    private static final int MOST_AT_ONCE = 20;
    private static final Ends ENDS = new Ends(address(2), 80, address(1), 40_000);

    private TcpConnection connection = new TcpConnection(ENDS, 1_000, SETTINGS);
    private Instant now = Instant.EPOCH;
    /// What the other side would send next, and has heard, if it played by the rules.
    private int theirNext;
    private int heard = 1_000;

    private ConnectionFuzz() {}

    private static Inet4Address address(int last) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[]{10, 77, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param input six bytes for each step: what happens, control bits, and how far the numbers are off
    public static void fuzzerTestOneInput(byte[] input) {
        var fuzz = new ConnectionFuzz();
        var steps = ByteBuffer.wrap(input);
        while (steps.remaining() >= STEP_BYTES) {
            fuzz.takes(steps.get() & 0xff, steps.get() & 0xff, steps.get(), steps.get(), steps.get() & 0xff,
                    steps.get() & 0xff);
        }
    }

    private void takes(int what, int control, int sequenceOff, int acknowledgmentOff, int window, int length) {
        switch (what % 8) {
            case 0 -> {
                connection.write(new byte[length], 0, length);
                says(connection.flush(now));
            }
            case 1 -> {
                if (connection.read(length).length > length) {
                    throw new AssertionError("more bytes than were asked for");
                }
                says(connection.flush(now));
            }
            case 2 -> {
                connection.shutdownOutput();
                says(connection.flush(now));
            }
            case 3 -> {
                now = connection.alarm().orElse(now.plusMillis(length));
                says(connection.tick(now));
            }
            case 4 -> now = now.plusMillis(10L * length);
            default -> {
                var header = new TcpHeader(ENDS.remotePort(), ENDS.localPort(), theirNext + sequenceOff,
                        heard + acknowledgmentOff, control & 0x3f, window * 4, 0, 0, new byte[0]);
                var segment = new Segment(ENDS.remote(), ENDS.local(), header, new byte[length]);
                says(connection.on(segment, now));
            }
        }
        if (connection.readable() > SETTINGS.receiveBuffer()) {
            throw new AssertionError("more bytes than it may hold: " + connection.readable());
        }
        if (connection.state() == State.CLOSED && connection.alarm().isPresent()) {
            throw new AssertionError("an alarm for what is over");
        }
    }

    private void says(List<Segment> segments) {
        if (segments.size() > MOST_AT_ONCE) {
            throw new AssertionError(segments.size() + " segments at once");
        }
        for (var segment : segments) {
            if (segment.data().length > SETTINGS.mss() || segment.header().window() > SETTINGS.receiveBuffer()) {
                throw new AssertionError("too large: " + segment);
            }
            if (!Ends.ofReceived(segment)
                    .equals(new Ends(ENDS.remote(), ENDS.remotePort(), ENDS.local(),
                            ENDS.localPort()))) {
                throw new AssertionError("for another one: " + segment);
            }
            heard = SequenceSpace.lt(heard, segment.end()) ? segment.end() : heard;
            theirNext = segment.is(Control.ACK) ? segment.header().acknowledgment() : theirNext;
        }
    }
}
