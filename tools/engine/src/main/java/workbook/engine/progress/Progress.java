package workbook.engine.progress;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import workbook.engine.Exercise;

/// Where the learner stands: the history, summed up.
public final class Progress {
    private final Map<String, Standing> standings;
    private final Optional<String> wentTo;

    private Progress(Map<String, Standing> standings, Optional<String> wentTo) {
        this.standings = standings;
        this.wentTo = wentTo;
    }

    public static Progress of(List<Event> events) {
        var standings = new HashMap<String, Standing>();
        var wentTo = Optional.<String>empty();
        for (var event : events) {
            for (var id : concerned(event)) {
                standings.put(id, standings.getOrDefault(id, Standing.UNTRIED).after(event));
            }
            if (event instanceof Event.WentTo) {
                wentTo = Optional.of(event.id());
            }
        }
        return new Progress(Map.copyOf(standings), wentTo);
    }

    private static List<String> concerned(Event event) {
        return switch (event) {
            case Event.Updated updated -> updated.tests();
            case Event.Imported imported -> List.of();
            default -> List.of(event.id());
        };
    }

    public Standing of(Exercise exercise) {
        return standings.getOrDefault(exercise.id(), Standing.UNTRIED);
    }

    public boolean isSolved(Exercise exercise) {
        return of(exercise).isSolved();
    }

    /// The exercise whose turn it is: the one that the learner went to, until it is solved; else the first unsolved
    /// one; else the last.
    ///
    /// @param exercises in the workbook's order, at least one
    public Exercise current(List<Exercise> exercises) {
        return wentTo.flatMap(id -> exercises.stream().filter(exercise -> exercise.id().equals(id)).findFirst())
                .filter(exercise -> !isSolved(exercise))
                .or(() -> exercises.stream().filter(exercise -> !isSolved(exercise)).findFirst())
                .orElseGet(exercises::getLast);
    }

    /// The next unsolved exercise after this one, from the end on again from the start; none if there is no other.
    public Optional<Exercise> next(List<Exercise> exercises, Exercise here) {
        var at = exercises.indexOf(here);
        var behind = exercises.subList(at + 1, exercises.size()).stream();
        var before = exercises.subList(0, Math.max(at, 0)).stream();
        return Stream.concat(behind, before).filter(exercise -> !isSolved(exercise)).findFirst();
    }
}
