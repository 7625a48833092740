package workbook.grader;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an instructor reads when a class is graded: who was refused, how each exercise went, and how long it took.
///
/// @param judged how many answers were judged just now
/// @param known  how many the journal knew
record Summary(Results results, int judged, int known, Duration took) {
    private static final String GAP = "  ";
    private static final int WIDEST = 80;

    /// Lines without line feeds.
    List<String> lines() {
        var lines = new ArrayList<String>(table());
        if (lines.getFirst().length() > WIDEST) {
            lines.clear();
            lines.addAll(list());
        }
        lines.add("");
        tampered().forEach(lines::add);
        lines.add(count(results.students(), "submission") + ", " + count(exercises().size(), "exercise") + ": "
                + count(judged, "answer") + " judged" + (known == 0 ? "" : ", " + known + " known from before")
                + ", in " + shown(took) + ".");
        lines.add(perMinute() + ".");
        if (!results.isContained()) {
            lines.add(
                    "The answers were trusted: nothing kept them from this machine's files, nor from their own verdicts.");
        }
        var failed = results.count(Verdict.INFRA_ERROR);
        if (failed > 0) {
            lines.add(
                    count(failed, "answer") + " could not be judged, by the grader's own fault (INFRA_ERROR): the same"
                            + " command tries them again, and no others.");
        }
        return lines;
    }

    private Map<String, EnumMap<Verdict, Integer>> exercises() {
        var exercises = new LinkedHashMap<String, EnumMap<Verdict, Integer>>();
        for (var row : results.rows()) {
            exercises.computeIfAbsent(row.exercise().id(), id -> new EnumMap<>(Verdict.class))
                    .merge(row.judgement().verdict(), 1, Integer::sum);
        }
        return exercises;
    }

    private List<String> table() {
        var exercises = exercises();
        var verdicts = Stream.of(Verdict.values()).filter(verdict -> results.count(verdict) > 0).toList();
        var widest = Stream.concat(exercises.keySet().stream(), Stream.of("exercise"))
                .mapToInt(String::length)
                .max()
                .orElse(0);
        var lines = new ArrayList<String>();
        var head = new StringBuilder(padded("exercise", widest));
        verdicts.forEach(verdict -> head.append(GAP).append(verdict.name()));
        lines.add(head.toString());
        exercises.forEach((id, counts) -> {
            var line = new StringBuilder(padded(id, widest));
            verdicts.forEach(verdict -> line.append(GAP).append(number(counts.getOrDefault(verdict, 0), verdict)));
            lines.add(line.toString());
        });
        var all = new StringBuilder(padded("all", widest));
        verdicts.forEach(verdict -> all.append(GAP).append(number((int) results.count(verdict), verdict)));
        lines.add(all.toString());
        return lines;
    }

    /// Where a table would be too wide.
    private List<String> list() {
        var exercises = exercises();
        var widest = exercises.keySet().stream().mapToInt(String::length).max().orElse(0);
        return exercises.entrySet()
                .stream()
                .map(each -> padded(each.getKey(), widest) + GAP + each.getValue()
                        .entrySet()
                        .stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    private Stream<String> tampered() {
        return results.rows()
                .stream()
                .filter(row -> row.judgement().verdict() == Verdict.TAMPERED)
                .map(row -> row.student() + ", " + row.exercise().id() + ": TAMPERED. "
                        + row.judgement().message().lines().findFirst().orElse(""));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String number(int count, Verdict verdict) {
        var text = count == 0 ? "·" : Integer.toString(count);
        return " ".repeat(Math.max(0, verdict.name().length() - text.length())) + text;
    }

    private String perMinute() {
        var minutes = Math.max(1, took.toMillis()) / 60_000.0;
        var submissions = results.students() / minutes;
        return String.format(Locale.ROOT, "That is %.0f submissions and %.0f answers a minute", submissions,
                judged / minutes);
    }

    static String shown(Duration time) {
        if (time.toSeconds() < 10) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return time.toMinutes() == 0
                ? time.toSeconds() + " s"
                : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
