package workbook.kit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Whose answers to the exercises carry a chapter's program in this run.
///
///     Carried.inThisRun().line("listen-and-accept", "framing")
///     // carried by listen-and-accept, framing: yours
public final class Carried {
    /// The system property that `./workbook run` tells it by.
    public static final String PROPERTY = "workbook.carried";

    /// Whose an answer is, with the words for it.
    public enum By {
        LEARNER("yours"), UNSOLVED("yours, not solved yet"), WORKBOOK("the workbook's");

        private final String words;

        By(String words) {
            this.words = words;
        }
    }

    private final Map<String, By> byExercise;

    private Carried(Map<String, By> byExercise) {
        this.byExercise = new LinkedHashMap<>(byExercise);
    }

    /// @param byExercise by the exercises' ids
    public static Carried of(Map<String, By> byExercise) {
        return new Carried(byExercise);
    }

    /// What `./workbook run` has told this process. Whoever was started in another way runs what stands in the chapter.
    public static Carried inThisRun() {
        var byExercise = new LinkedHashMap<String, By>();
        for (var pair : System.getProperty(PROPERTY, "").split(",")) {
            var parts = pair.split("=");
            if (parts.length == 2) {
                byExercise.put(parts[0], By.valueOf(parts[1]));
            }
        }
        return of(byExercise);
    }

    /// The same, as [#inThisRun] reads it.
    public String toProperty() {
        return byExercise.entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    /// Whether these are all the workbook's own answers.
    public boolean isByWorkbook(String... exercises) {
        return Arrays.stream(exercises).allMatch(id -> by(id) == By.WORKBOOK);
    }

    /// One line that names these exercises and whose they are.
    public String line(String... exercises) {
        var ids = List.of(exercises);
        return "carried by " + Arrays.stream(By.values())
                .filter(by -> ids.stream().anyMatch(id -> by(id) == by))
                .map(by -> ids.stream().filter(id -> by(id) == by).collect(Collectors.joining(", ")) + ": " + by.words)
                .collect(Collectors.joining("; "));
    }

    private By by(String exercise) {
        return byExercise.getOrDefault(exercise, By.LEARNER);
    }
}
