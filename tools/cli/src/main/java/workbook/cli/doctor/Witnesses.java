package workbook.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workbook.engine.Exercise;

/// Which exercises have tests in which a program of this machine takes part, by what their sources say.
record Witnesses(Map<String, List<String>> exercisesByProgram) {
    private static final Pattern NEEDED = Pattern.compile("@Witness\\(\"([^\"]+)\"\\)");

    static Witnesses of(List<Exercise> exercises) throws IOException {
        var found = new LinkedHashMap<String, List<String>>();
        for (var exercise : exercises) {
            var source = Files.exists(exercise.test()) ? exercise.testSource() : "";
            NEEDED.matcher(source)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .distinct()
                    .forEach(program -> found.merge(program, List.of(exercise.id()), Witnesses::both));
        }
        return new Witnesses(found);
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /// What is not run without a program.
    String effectOfMissing(String program) {
        var exercises = exercisesByProgram.getOrDefault(program, List.of());
        if (exercises.isEmpty()) {
            return "the workbook's own tests with " + program + " are NOT RUN";
        }
        var some = String.join(", ", exercises.subList(0, Math.min(3, exercises.size())));
        var more = exercises.size() > 3 ? " and " + (exercises.size() - 3) + " more" : "";
        return "NOT RUN: the tests of " + some + more + " that ask " + program;
    }
}
