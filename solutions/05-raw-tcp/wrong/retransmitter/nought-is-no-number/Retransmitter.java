package workbook.rawtcp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Keeps what was sent until it is acknowledged, and says what is to be sent again, and when (RFC 6298).
final class Retransmitter {
    static final Duration FIRST_TIMEOUT = Duration.ofSeconds(1);
    static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    static final Duration GRANULARITY = Duration.ofMillis(1);

    private record Sent(Segment segment, Instant at, boolean isRepeated) {}

    private final Duration shortestTimeout;
    private final int mostRepeats;
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private Optional<Duration> smoothed = Optional.empty();
    private Duration variation = Duration.ZERO;
    private Duration timeout = FIRST_TIMEOUT;
    private Optional<Instant> alarm = Optional.empty();
    private int repeats;

    Retransmitter(Duration shortestTimeout, int mostRepeats) {
        this.shortestTimeout = shortestTimeout;
        this.mostRepeats = mostRepeats;
    }

    void sent(Segment segment, Instant now) {
        underWay.add(new Sent(segment, now, false));
        if (alarm.isEmpty() && !isGivenUp()) {
            alarm = Optional.of(now.plus(timeout));
        }
    }

    void acknowledged(int acknowledgment, Instant now) {
        if (acknowledgment == 0) {
            return;
        }
        var arrived = new ArrayList<Sent>();
        while (!underWay.isEmpty() && SequenceSpace.le(underWay.element().segment().end(), acknowledgment)) {
            arrived.add(underWay.remove());
        }
        if (arrived.stream().noneMatch(Sent::isRepeated)) {
            arrived.forEach(sent -> measured(Duration.between(sent.at(), now)));
        }
        if (!arrived.isEmpty() && !isGivenUp()) {
            repeats = 0;
            alarm = underWay.isEmpty() ? Optional.empty() : Optional.of(now.plus(timeout));
        }
    }

    private void measured(Duration roundTrip) {
        if (smoothed.isEmpty()) {
            smoothed = Optional.of(roundTrip);
            variation = roundTrip.dividedBy(2);
        } else {
            var off = smoothed.get().minus(roundTrip).abs();
            variation = variation.multipliedBy(3).plus(off).dividedBy(4);
            smoothed = Optional.of(smoothed.get().multipliedBy(7).plus(roundTrip).dividedBy(8));
        }
        var wanted = smoothed.get().plus(larger(GRANULARITY, variation.multipliedBy(4)));
        timeout = smaller(larger(wanted, shortestTimeout), LONGEST_TIMEOUT);
    }

    List<Segment> tick(Instant now) {
        if (alarm.filter(at -> !now.isBefore(at)).isEmpty()) {
            return List.of();
        }
        repeats++;
        if (isGivenUp()) {
            alarm = Optional.empty();
            return List.of();
        }
        timeout = smaller(timeout.multipliedBy(2), LONGEST_TIMEOUT);
        alarm = Optional.of(now.plus(timeout));
        return repeatFirst();
    }

    List<Segment> repeatFirst() {
        if (underWay.isEmpty() || isGivenUp()) {
            return List.of();
        }
        var first = underWay.remove();
        underWay.addFirst(new Sent(first.segment(), first.at(), true));
        return List.of(first.segment());
    }

    Optional<Instant> alarm() {
        return alarm;
    }

    boolean isGivenUp() {
        return repeats > mostRepeats;
    }

    boolean isEmpty() {
        return underWay.isEmpty();
    }

    Duration timeout() {
        return timeout;
    }

    private static Duration smaller(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration larger(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
