package workbook.engine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must be true of all exercises together.
final class CatalogueCheck {
    private final List<Exercise> exercises;
    private final Map<String, Exercise> byId;
    private final Problems problems;

    CatalogueCheck(List<Exercise> exercises, Problems problems) {
        this.exercises = exercises.stream().filter(exercise -> !exercise.id().isEmpty()).toList();
        this.byId = ExerciseReader.byId(this.exercises);
        this.problems = problems;
    }

    void run() {
        for (var exercise : exercises) {
            checkId(exercise);
            checkAfter(exercise);
        }
        checkStubs();
    }

    private void checkId(Exercise exercise) {
        var first = byId.get(exercise.id());
        if (first != exercise) {
            problem(exercise, "id '" + exercise.id() + "' is taken by chapters/" + first.chapter() + "/README.adoc:"
                    + first.line() + "; give this exercise another.");
        }
    }

    private void checkAfter(Exercise exercise) {
        for (var id : exercise.after()) {
            var other = byId.get(id);
            if (other == null) {
                var meant = Nearest.to(id, byId.keySet()).stream().findFirst();
                problem(exercise, "exercise '" + exercise.id() + "' stands on '" + id + "', which does not exist; "
                        + meant.map(word -> "write '" + word + "'?").orElse("write the id of one that does."));
            } else if (!other.chapter().equals(exercise.chapter())) {
                problem(exercise, "exercise '" + exercise.id() + "' stands on '" + id + "' of " + other.chapter()
                        + "; chapters do not depend on each other, take it out.");
            }
        }
        if (exercise.after().stream().anyMatch(id -> reaches(id, exercise.id(), new HashSet<>()))) {
            problem(exercise, "exercise '" + exercise.id()
                    + "' stands on itself in the end; take out one 'after' of the circle.");
        }
    }

    private boolean reaches(String from, String to, Set<String> seen) {
        if (from.equals(to)) {
            return true;
        }
        return byId.containsKey(from) && seen.add(from)
                && byId.get(from).after().stream().anyMatch(next -> reaches(next, to, seen));
    }

    private void checkStubs() {
        var owners = new HashMap<Path, Exercise>();
        for (var exercise : exercises) {
            for (var stub : exercise.stubs()) {
                var owner = owners.putIfAbsent(stub, exercise);
                if (owner != null && !owner.id().equals(exercise.id())) {
                    problem(exercise, stub.getFileName() + " belongs to exercise '" + owner.id()
                            + "' already; split it, a stub file belongs to one exercise.");
                }
            }
        }
    }

    private void problem(Exercise exercise, String text) {
        problems.add(exercise.readme(), exercise.line(), text);
    }
}
