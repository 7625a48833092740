package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.time.Duration;
import java.time.Instant;
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

    /// @param shortestTimeout that a measurement may lead to, at most [#LONGEST_TIMEOUT]
    /// @param mostRepeats     by [#tick], of one segment; when its time is over once more, the other side counts as gone
    Retransmitter(Duration shortestTimeout, int mostRepeats) {
    }

    /// Remembers a segment that takes sequence numbers, and is sent now for the first time, behind all the others. If the
    /// timer does not run, it is started: with [#timeout], from now.
    void sent(Segment segment, Instant now) {
        throw todo("remember the segment");
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
        throw todo("forget what has arrived");
    }

    /// If the timer is over: the oldest segment, which is to be sent again. The timeout is doubled, up to the longest, and
    /// holds until the next measurement; the timer is started again, from now. Before, and if it has given up, nothing.
    List<Segment> tick(Instant now) {
        throw todo("say what is to be sent again");
    }

    /// The oldest segment, to be sent again before its time: timer, timeout and the count of repeats stay as they are.
    /// Nothing, if there is none.
    List<Segment> repeatFirst() {
        throw todo("say what is the oldest");
    }

    /// When the timer is over, if it runs. It does not any more when this has given up.
    Optional<Instant> alarm() {
        throw todo("say when the timer is over");
    }

    /// Whether the other side counts as gone. From then on nothing is sent again and no timer runs, whatever still comes.
    boolean isGivenUp() {
        throw todo("say whether it has given up");
    }

    /// Whether all has arrived.
    boolean isEmpty() {
        throw todo("say whether all has arrived");
    }

    /// How long it waits, as of now.
    Duration timeout() {
        throw todo("say how long it waits");
    }
}
