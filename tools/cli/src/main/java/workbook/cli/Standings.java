package workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbook.engine.Exercise;
import workbook.engine.progress.Event;
import workbook.engine.progress.Progress;
import workbook.engine.progress.Standing;

/// How far along the learner is.
///
/// @param changed solved once, but the answer was saved after that check began: whether it still is, nobody knows
public record Standings(List<Exercise> exercises, Progress progress, Set<Exercise> changed) {
    public Standings {
        changed = Set.copyOf(changed);
    }

    public static Standings of(Workbook workbook) throws IOException {
        var events = workbook.history().events();
        var begun = new HashMap<String, Instant>();
        for (var event : events) {
            if (event instanceof Event.Checked checked) {
                begun.put(checked.id(), checked.at().minus(checked.took()));
            }
        }
        var progress = Progress.of(events);
        var changed = new HashSet<Exercise>();
        for (var exercise : workbook.exercises()) {
            if (progress.isSolved(exercise) && isSavedAfter(begun.get(exercise.id()), exercise)) {
                changed.add(exercise);
            }
        }
        return new Standings(workbook.exercises(), progress, changed);
    }

    private static boolean isSavedAfter(Instant check, Exercise exercise) {
        return exercise.stubs().stream().anyMatch(stub -> savedAt(stub).isAfter(check));
    }

    /// A file that is gone, or out of reach, was certainly changed.
    private static Instant savedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.MAX;
        }
    }

    public Standing of(Exercise exercise) {
        return progress.of(exercise);
    }

    /// Whether the answer passes as it stands now.
    public boolean isSolved(Exercise exercise) {
        return progress.isSolved(exercise) && !changed.contains(exercise);
    }

    public int solved() {
        return (int) exercises.stream().filter(this::isSolved).count();
    }

    /// The next exercise after this one that is not solved, from the end on again from the start.
    public Optional<Exercise> next(Exercise here) {
        var at = exercises.indexOf(here);
        var behind = exercises.subList(at + 1, exercises.size()).stream();
        var before = exercises.subList(0, Math.max(at, 0)).stream();
        return Stream.concat(behind, before).filter(exercise -> !isSolved(exercise)).findFirst();
    }

    public int minutesLeft() {
        return minutesLeft(exercises);
    }

    /// Of these exercises, on the core path.
    public int minutesLeft(List<Exercise> some) {
        return some.stream()
                .filter(exercise -> exercise.level() == Exercise.Level.CORE)
                .filter(exercise -> !progress.isSolved(exercise))
                .mapToInt(Exercise::minutes)
                .sum();
    }

    /// "about 20 minutes left", "1 to check again" where an answer was changed since it was solved.
    public String left(List<Exercise> some) {
        var minutes = minutesLeft(some);
        var toCheck = some.stream().filter(changed::contains).count();
        if (minutes == 0 && toCheck == 0) {
            return "the core path is done";
        }
        return Stream.of(toCheck == 0 ? "" : toCheck + " to check again",
                minutes == 0 ? "" : "about " + Words.duration(minutes) + " left")
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// "1 of 2 solved, about 20 minutes left on the core path".
    public String sentence() {
        return solved() + " of " + exercises.size() + " solved, " + left(exercises)
                + (minutesLeft() == 0 ? "" : " on the core path");
    }
}
