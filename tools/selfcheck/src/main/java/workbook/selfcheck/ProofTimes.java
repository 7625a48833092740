package workbook.selfcheck;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// How long each chapter's proofs took: from the first one's start to the last one's end.
final class ProofTimes {
    private final Map<String, Span> spans = new ConcurrentSkipListMap<>();

    /// @param start by the system's nanosecond clock
    private record Span(int proofs, long start, long end) {
        Span with(Span other) {
            return new Span(proofs + other.proofs, start - other.start < 0 ? start : other.start,
                    end - other.end > 0 ? end : other.end);
        }
    }

    /// @param start when the proof began, by the system's nanosecond clock; it ends now
    void ended(String chapter, long start) {
        spans.merge(chapter, new Span(1, start, System.nanoTime()), Span::with);
    }

    /// How many have ended.
    int proofs() {
        return spans.values().stream().mapToInt(Span::proofs).sum();
    }

    /// A line for each chapter: `self-check of 01-socket-basics: 180 proofs in 41.3 s`.
    List<String> lines() {
        return spans.entrySet()
                .stream()
                .map(each -> String.format(Locale.ROOT, "self-check of %s: %d proofs in %.1f s", each.getKey(),
                        each.getValue().proofs(), (each.getValue().end() - each.getValue().start()) / 1e9))
                .toList();
    }
}
