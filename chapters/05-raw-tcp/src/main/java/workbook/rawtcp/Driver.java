package workbook.rawtcp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Carries segments between a wire and whoever answers them, in the caller's thread.
final class Driver {
    private final Wire wire;
    private final Function<Segment, List<Segment>> answers;

    /// @param answers what is to be sent for a segment that has arrived
    Driver(Wire wire, Function<Segment, List<Segment>> answers) {
        this.wire = wire;
        this.answers = answers;
    }

    /// For one machine, whose segments are those between these ends.
    static Driver of(Wire wire, Ends ends, Machine machine) {
        return new Driver(wire, segment -> Ends.ofReceived(segment).equals(ends)
                ? machine.on(segment, Instant.now())
                : List.of());
    }

    void send(List<Segment> segments) throws IOException {
        for (var segment : segments) {
            wire.send(Packets.of(segment));
        }
    }

    /// Answers whatever arrives until the condition holds.
    ///
    /// @return whether it holds; not so if the limit is over first
    boolean until(BooleanSupplier condition, Duration limit) throws IOException {
        var end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wire.await(Duration.ofNanos(left));
            for (var packet = wire.receive(); packet.isPresent(); packet = wire.receive()) {
                var segment = Packets.segment(packet.get(), wire.isChecked());
                if (segment.isPresent()) {
                    send(answers.apply(segment.get()));
                }
            }
        }
        return true;
    }
}
