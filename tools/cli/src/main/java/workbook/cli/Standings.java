package workbook.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workbook.engine.Exercise;
import workbook.engine.progress.Progress;
import workbook.engine.progress.Standing;

/// How far along the learner is.
///
/// @param doubts of passes that need not hold any more
public record Standings(List<Exercise> exercises, Progress progress, Map<Exercise, Doubt> doubts) {
    public Standings {
        doubts = Map.copyOf(doubts);
    }

    public static Standings of(Workbook workbook) throws IOException {
        var progress = workbook.progress();
        var doubts = new HashMap<Exercise, Doubt>();
        for (var exercise : workbook.exercises()) {
            Doubt.of(exercise, progress.of(exercise)).ifPresent(doubt -> doubts.put(exercise, doubt));
        }
        return new Standings(workbook.exercises(), progress, doubts);
    }

    /// Why the pass of this exercise need not hold any more.
    public Optional<Doubt> doubt(Exercise exercise) {
        return Optional.ofNullable(doubts.get(exercise));
    }

    public Standing of(Exercise exercise) {
        return progress.of(exercise);
    }

    /// Whether the answer passes as it stands now.
    public boolean isSolved(Exercise exercise) {
        return progress.isSolved(exercise) && !doubts.containsKey(exercise);
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
        var toCheck = some.stream().filter(doubts::containsKey).count();
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
