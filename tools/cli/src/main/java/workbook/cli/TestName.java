package workbook.cli;

import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workbook.engine.Exercise;

/// Finds a test by what a learner types of its name.
final class TestName {
    private static final Pattern METHOD = Pattern
            .compile("@(?:Test|RepeatedTest|ParameterizedTest|TestFactory|Witness)\\b[^{}]*?\\bvoid (\\w+)\\(");

    private TestName() {}

    /// The test's method.
    ///
    /// @throws Refusal if none is meant, or several may be
    static String find(Exercise exercise, String typed) throws IOException {
        var wanted = typed.strip().replace(' ', '_');
        var all = METHOD.matcher(exercise.testSource())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        var meant = all.contains(wanted)
                ? all.stream().filter(wanted::equals).toList()
                : all.stream()
                        .filter(name -> name.contains(wanted))
                        .toList();
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        throw Refusal.usage((meant.isEmpty()
                ? "'" + typed + "' is no test of " + exercise.id() + "; its tests are: "
                : "'" + typed + "' may be one of: ")
                + (meant.isEmpty() ? all : meant).stream()
                        .map(name -> name.replace('_', ' '))
                        .collect(Collectors.joining("; "))
                + ".");
    }
}
