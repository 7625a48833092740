package workbook.rawtcp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// One direction of a link that loses, repeats, reorders and delays what it carries, the same way for the same seed.
///
/// It has no clock of its own: it is told what time it is.
final class BadLink {
    /// How often, of 1, something happens to a packet.
    record Faults(double drops, double duplicates, double corruptions, Duration delay, Duration jitter) {
        static final Faults NONE = new Faults(0, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    private record Carried(Instant due, long number, byte[] packet) {}

    private final Faults faults;
    private final RandomGenerator random;
    private final PriorityQueue<Carried> underWay = new PriorityQueue<>(
            Comparator.comparing(Carried::due).thenComparing(Carried::number));
    private long count;

    BadLink(Faults faults, RandomGenerator random) {
        this.faults = faults;
        this.random = random;
    }

    void send(byte[] packet, Instant now) {
        if (random.nextDouble() < faults.drops()) {
            return;
        }
        carry(packet, now);
        if (random.nextDouble() < faults.duplicates()) {
            carry(packet, now);
        }
    }

    private void carry(byte[] packet, Instant now) {
        var copy = packet.clone();
        if (random.nextDouble() < faults.corruptions()) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        var jitter = faults.jitter().isZero() ? 0 : random.nextLong(faults.jitter().toNanos());
        underWay.add(new Carried(now.plus(faults.delay()).plusNanos(jitter), count++, copy));
    }

    /// What has arrived by now, in the order of arrival.
    List<byte[]> arrived(Instant now) {
        var arrived = new ArrayList<byte[]>();
        while (!underWay.isEmpty() && !underWay.element().due().isAfter(now)) {
            arrived.add(underWay.remove().packet());
        }
        return arrived;
    }

    /// When something arrives next.
    Optional<Instant> next() {
        return Optional.ofNullable(underWay.peek()).map(Carried::due);
    }
}
