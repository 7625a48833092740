package workbook.rawtcp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sorted by the number behind each segment, in seconds as floating point: closest to what the RFC writes down.
final class Retransmitter {
    static final Duration FIRST_TIMEOUT = Duration.ofSeconds(1);
    static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    static final Duration GRANULARITY = Duration.ofMillis(1);

    private static final class Kept {
        final Segment segment;
        final Instant first;
        boolean isAmbiguous;

        Kept(Segment segment, Instant first) {
            this.segment = segment;
            this.first = first;
        }
    }

    private final double least;
    private final int patience;
    private final Map<Integer, Kept> kept = new TreeMap<>((a, b) -> a - b);
    private double srtt = Double.NaN;
    private double rttvar;
    private double rto = 1;
    private Instant started = Instant.EPOCH;
    private int inVain;

    Retransmitter(Duration shortestTimeout, int mostRepeats) {
        least = shortestTimeout.toNanos() / 1e9;
        patience = mostRepeats;
    }

    void sent(Segment segment, Instant now) {
        if (kept.isEmpty()) {
            started = now;
        }
        kept.put(segment.end(), new Kept(segment, now));
    }

    void acknowledged(int acknowledgment, Instant now) {
        var arrived = kept.values().stream().filter(each -> SequenceSpace.le(each.segment.end(), acknowledgment)).toList();
        if (arrived.isEmpty()) {
            return;
        }
        if (arrived.stream().noneMatch(each -> each.isAmbiguous)) {
            measured(Duration.between(arrived.getFirst().first, now).toNanos() / 1e9);
        }
        kept.values().removeAll(arrived);
        if (!isGivenUp()) {
            inVain = 0;
        }
        started = now;
    }

    private void measured(double r) {
        rttvar = Double.isNaN(srtt) ? r / 2 : 0.75 * rttvar + 0.25 * Math.abs(srtt - r);
        srtt = Double.isNaN(srtt) ? r : 0.875 * srtt + 0.125 * r;
        rto = Math.min(60, Math.max(least, srtt + Math.max(0.001, 4 * rttvar)));
    }

    List<Segment> tick(Instant now) {
        if (alarm().isEmpty() || now.isBefore(alarm().get())) {
            return List.of();
        }
        inVain++;
        if (isGivenUp()) {
            return List.of();
        }
        rto = Math.min(60, 2 * rto);
        started = now;
        return repeatFirst();
    }

    List<Segment> repeatFirst() {
        var first = kept.values().stream().limit(isGivenUp() ? 0 : 1).toList();
        first.forEach(each -> each.isAmbiguous = true);
        return first.stream().map(each -> each.segment).toList();
    }

    Optional<Instant> alarm() {
        return kept.isEmpty() || isGivenUp() ? Optional.empty() : Optional.of(started.plus(timeout()));
    }

    boolean isGivenUp() {
        return inVain > patience;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    Duration timeout() {
        return Duration.ofNanos(Math.round(rto * 1e9));
    }
}
