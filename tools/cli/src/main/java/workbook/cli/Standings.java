package workbook.cli;

import java.util.List;
import workbook.engine.Exercise;
import workbook.engine.progress.Progress;

/// How far along the learner is.
public record Standings(List<Exercise> exercises, Progress progress) {
    public int solved() {
        return (int) exercises.stream().filter(progress::isSolved).count();
    }

    public int minutesLeft() {
        return exercises.stream()
                .filter(exercise -> exercise.level() == Exercise.Level.CORE)
                .filter(exercise -> !progress.isSolved(exercise))
                .mapToInt(Exercise::minutes)
                .sum();
    }

    /// "1 of 2 solved, about 20 minutes left on the core path".
    public String sentence() {
        var left = minutesLeft();
        return solved() + " of " + exercises.size() + " solved, "
                + (left == 0 ? "the core path is done" : "about " + Words.duration(left) + " left on the core path");
    }
}
