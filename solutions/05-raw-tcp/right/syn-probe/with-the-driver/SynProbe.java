package workbook.rawtcp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import workbook.kit.natives.NativeCallFailed;

/// The driver does the waiting, and the answer to a segment is what it sends back: shorter, where there is a driver.
final class SynProbe {
    private SynProbe() {}

    static PortState probe(Wire wire, Ends ends, int sequence, Duration limit) throws IOException {
        var found = new AtomicReference<>(PortState.SILENT);
        var driver = new Driver(wire, segment -> {
            var isAnswer = Ends.ofReceived(segment).equals(ends) && segment.is(Control.ACK)
                    && segment.header().acknowledgment() - 1 == sequence;
            if (!isAnswer || found.get() != PortState.SILENT) {
                return List.of();
            }
            if (segment.is(Control.RST)) {
                found.set(PortState.CLOSED);
            } else if (segment.is(Control.SYN)) {
                found.set(PortState.OPEN);
                return List.of(Resets.to(segment));
            }
            return List.of();
        });
        try {
            driver.send(List.of(ends.segment(sequence, 0, Control.SYN, 1024, new byte[0], new byte[0])));
        } catch (NativeCallFailed e) {
            if (e.errno() != NativeCallFailed.EPERM) {
                throw e;
            }
            return PortState.NOT_PERMITTED;
        }
        driver.until(() -> found.get() != PortState.SILENT, limit);
        return found.get();
    }
}
