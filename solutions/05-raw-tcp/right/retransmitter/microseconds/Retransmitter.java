package workbook.rawtcp;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts in microseconds, shifted as Van Jacobson did it: no division, where a kernel has no time for one.
final class Retransmitter {
    static final Duration FIRST_TIMEOUT = Duration.ofSeconds(1);
    static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    static final Duration GRANULARITY = Duration.ofMillis(1);

    private final long shortest;
    private final long longest = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(LONGEST_TIMEOUT));
    private final int mostRepeats;
    private final List<Segment> segments = new ArrayList<>();
    /// When each was sent; empty if it was sent twice.
    private final List<Optional<Instant>> times = new ArrayList<>();
    /// Eight times the smoothed round trip, and four times its variation.
    private long eightSmoothed = -1;
    private long fourVariation;
    private long timeout = 1_000_000;
    private Instant timer = Instant.MAX;
    private int repeats;

    Retransmitter(Duration shortestTimeout, int mostRepeats) {
        shortest = shortestTimeout.toNanos() / 1_000;
        this.mostRepeats = mostRepeats;
    }

    void sent(Segment segment, Instant now) {
        if (segments.isEmpty()) {
            start(now);
        }
        segments.add(segment);
        times.add(Optional.of(now));
    }

    private void start(Instant now) {
        timer = isGivenUp() ? Instant.MAX : now.plus(timeout, ChronoUnit.MICROS);
    }

    void acknowledged(int acknowledgment, Instant now) {
        var count = 0;
        while (count < segments.size() && segments.get(count).end() - acknowledgment <= 0) {
            count++;
        }
        if (count == 0) {
            return;
        }
        // The youngest tells most about how it is now.
        if (times.stream().limit(count).allMatch(Optional::isPresent)) {
            measured(ChronoUnit.MICROS.between(times.get(count - 1).orElseThrow(), now));
        }
        segments.subList(0, count).clear();
        times.subList(0, count).clear();
        repeats = isGivenUp() ? repeats : 0;
        timer = Instant.MAX;
        if (!segments.isEmpty()) {
            start(now);
        }
    }

    private void measured(long micros) {
        if (eightSmoothed < 0) {
            eightSmoothed = micros << 3;
            fourVariation = micros << 1;
        } else {
            var off = Math.abs(micros - (eightSmoothed >> 3));
            fourVariation += off - (fourVariation >> 2);
            eightSmoothed += micros - (eightSmoothed >> 3);
        }
        timeout = Math.clamp((eightSmoothed >> 3) + Math.max(1_000, fourVariation), shortest, longest);
    }

    List<Segment> tick(Instant now) {
        if (now.isBefore(timer) || isGivenUp()) {
            return List.of();
        }
        if (repeats++ == mostRepeats) {
            timer = Instant.MAX;
            return List.of();
        }
        timeout = Math.min(2 * timeout, longest);
        start(now);
        return repeatFirst();
    }

    List<Segment> repeatFirst() {
        if (segments.isEmpty() || isGivenUp()) {
            return List.of();
        }
        times.set(0, Optional.empty());
        return List.of(segments.getFirst());
    }

    Optional<Instant> alarm() {
        return timer.equals(Instant.MAX) ? Optional.empty() : Optional.of(timer);
    }

    boolean isGivenUp() {
        return repeats > mostRepeats;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    Duration timeout() {
        return Duration.of(timeout, ChronoUnit.MICROS);
    }
}
