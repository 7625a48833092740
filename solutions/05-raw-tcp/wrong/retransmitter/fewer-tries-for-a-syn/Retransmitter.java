package workbook.rawtcp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Keeps what was sent until it is acknowledged, and says what is to be sent again, and when (RFC 6298).
///
/// One timer, for the oldest segment; it runs as long as something is not acknowledged. When it is over, that segment is
/// sent again, and the next time is twice as long.
final class Retransmitter {
    /// How long it waits as long as nothing was measured.
    static final Duration FIRST_TIMEOUT = Duration.ofSeconds(1);
    /// It never waits longer.
    static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    /// As exact as its clock has to be, the G of RFC 6298, 2: times may be taken in whole milliseconds, what is made from
    /// them may not.
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

    /// @param shortestTimeout that a measurement may lead to, at most [#LONGEST_TIMEOUT]
    /// @param mostRepeats     by [#tick], of one segment; when its time is over once more, the other side counts as gone
    Retransmitter(Duration shortestTimeout, int mostRepeats) {
        this.shortestTimeout = shortestTimeout;
        this.mostRepeats = mostRepeats;
    }

    /// Remembers a segment that takes sequence numbers, and is sent now for the first time, behind all the others. If the
    /// timer does not run, it is started: with [#timeout], from now.
    void sent(Segment segment, Instant now) {
        underWay.add(new Sent(segment, now, false));
        if (alarm.isEmpty() && !isGivenUp()) {
            alarm = Optional.of(now.plus(timeout));
        }
    }

    /// Everything before this number has arrived. A segment of which a part has arrived is kept as it is.
    ///
    /// If a segment has arrived that had not before, then:
    ///
    ///   - the time since it was sent is a measurement, from which the timeout is made anew (RFC 6298, 2.2 and 2.3), or,
    ///     if several have arrived at once, the time of each of them, or of one; but there is none if any of them was sent
    ///     more than once: nobody knows which time it was that arrived, and the others have waited for it;
    ///   - the timer is stopped if nothing is left, and else started again from now.
    void acknowledged(int acknowledgment, Instant now) {
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

    /// If the timer is over: the oldest segment, which is to be sent again. The timeout is doubled, up to the longest, and
    /// holds until the next measurement; the timer is started again, from now. Before, and if it has given up, nothing.
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

    /// The oldest segment, to be sent again before its time: timer, timeout and the count of repeats stay as they are.
    /// Nothing, if there is none.
    List<Segment> repeatFirst() {
        if (underWay.isEmpty() || isGivenUp()) {
            return List.of();
        }
        var first = underWay.remove();
        underWay.addFirst(new Sent(first.segment(), first.at(), true));
        return List.of(first.segment());
    }

    /// When the timer is over, if it runs. It does not any more when this has given up.
    Optional<Instant> alarm() {
        return alarm;
    }

    /// Whether the other side counts as gone. From then on nothing is sent again and no timer runs, whatever still comes.
    boolean isGivenUp() {
        var most = !underWay.isEmpty() && underWay.element().segment().is(Control.SYN)
                ? Math.min(3, mostRepeats)
                : mostRepeats;
        return repeats > most;
    }

    /// Whether all has arrived.
    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /// How long it waits, as of now.
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
