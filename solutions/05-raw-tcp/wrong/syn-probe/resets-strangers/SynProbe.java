package workbook.rawtcp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.natives.NativeCallFailed;

/// Finds out with one SYN whether somebody listens at a port.
final class SynProbe {
    private static final int WINDOW = 0xffff;
    private static final byte[] NOTHING = {};

    private SynProbe() {}

    static PortState probe(Wire wire, Ends ends, int sequence, Duration limit) throws IOException {
        var end = System.nanoTime() + limit.toNanos();
        try {
            wire.send(Packets.of(ends.segment(sequence, 0, Control.SYN, WINDOW, NOTHING, NOTHING)));
        } catch (NativeCallFailed e) {
            if (e.errno() == NativeCallFailed.EPERM) {
                return PortState.NOT_PERMITTED;
            }
            throw e;
        }
        var answer = answer(wire, ends, sequence, end);
        if (answer.isEmpty()) {
            return PortState.SILENT;
        }
        if (answer.get().is(Control.RST)) {
            return PortState.CLOSED;
        }
        wire.send(Packets.of(Resets.to(answer.get())));
        return PortState.OPEN;
    }

    private static Optional<Segment> answer(Wire wire, Ends ends, int sequence, long end) throws IOException {
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            wire.await(Duration.ofNanos(left));
            for (var packet = wire.receive(); packet.isPresent(); packet = wire.receive()) {
                var answer = Packets.segment(packet.get(), wire.isChecked())
                        .filter(segment -> Ends.ofReceived(segment).equals(ends))
                        .filter(segment -> segment.is(Control.ACK)
                                && segment.header().acknowledgment() == sequence + 1)
                        .filter(segment -> segment.is(Control.SYN) || segment.is(Control.RST));
                if (answer.isPresent()) {
                    return answer;
                }
                var stranger = Packets.segment(packet.get(), wire.isChecked());
                if (stranger.isPresent() && stranger.get().is(Control.ACK) && !stranger.get().is(Control.RST)) {
                    wire.send(Packets.of(Resets.to(stranger.get())));
                }
            }
        }
        return Optional.empty();
    }
}
