package workbook.rawtcp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import workbook.kit.natives.NativeCallFailed;

/// Has the client's handshake judge the answer, and takes the connection back: what that accepts is an answer.
final class SynProbe {
    private SynProbe() {}

    static PortState probe(Wire wire, Ends ends, int sequence, Duration limit) throws IOException {
        var handshake = new ActiveOpen(ends, sequence);
        var deadline = Instant.now().plus(limit);
        try {
            wire.send(Packets.of(handshake.open()));
        } catch (NativeCallFailed refused) {
            if (refused.errno() == NativeCallFailed.EPERM) {
                return PortState.NOT_PERMITTED;
            }
            throw refused;
        }
        for (var now = Instant.now(); now.isBefore(deadline); now = Instant.now()) {
            wire.await(Duration.between(now, deadline));
            var packet = wire.receive();
            while (packet.isPresent()) {
                var segment = Packets.segment(packet.get(), wire.isChecked());
                if (segment.isPresent() && Ends.ofReceived(segment.get()).equals(ends)) {
                    handshake.on(segment.get(), now);
                    if (handshake.state() == State.ESTABLISHED) {
                        wire.send(Packets.of(Resets.to(segment.get())));
                        return PortState.OPEN;
                    }
                    if (handshake.state() == State.CLOSED) {
                        return PortState.CLOSED;
                    }
                }
                packet = wire.receive();
            }
        }
        return PortState.SILENT;
    }
}
