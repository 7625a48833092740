package workbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import workbook.engine.Exercise;
import workbook.engine.Outcome;
import workbook.engine.Run;
import workbook.engine.TestOutcome;

/// Runs one test of an exercise with a capture beside it.
final class WatchedRun {
    private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");

    private final Workbook workbook;
    private final Runner runner;

    /// What came of it.
    ///
    /// @param packets the capture's file; empty if nothing was run, because the answer does not compile for example
    record Watched(Outcome outcome, Optional<Path> packets) {}

    WatchedRun(Workbook workbook, Runner runner) {
        this.workbook = workbook;
        this.runner = runner;
    }

    /// Runs the test that is named; without a name the one that decides the verdict, or the first if all pass.
    ///
    /// @param name a test's name, with blanks or underscores
    Watched of(Exercise exercise, Optional<String> name, Optional<Long> seed, Path file) throws IOException {
        var method = Optional.<String>empty();
        if (name.isPresent()) {
            method = Optional.of(method(exercise, name.get()));
        }
        var plain = new Lending(workbook).run(exercise, seed);
        var first = method.isPresent() ? runner.runOnly(plain, method.get()) : runner.run(plain);
        var chosen = method.or(() -> first.deciding().map(TestOutcome::method))
                .or(() -> first.tests().stream().map(TestOutcome::method).findFirst());
        if (chosen.isEmpty()) {
            return new Watched(first, Optional.empty());
        }
        if (!first.network().equals("private")) {
            throw Refusal.notReady("Only in a private network can the wire be watched, and this machine gives none: "
                    + "./workbook doctor says why, and what helps.");
        }
        var watched = new Run(exercise, plain.sources(), plain.tests(), Optional.of(first.seed()), plain.limit(),
                plain.answerInProcess(), plain.network(), Optional.of(file), plain.lent());
        return new Watched(runner.runOnly(watched, chosen.get()), Optional.of(file));
    }

    private static String method(Exercise exercise, String name) throws IOException {
        var wanted = name.strip().replace(' ', '_');
        var methods = methods(exercise);
        if (!methods.contains(wanted)) {
            throw Refusal.usage("'" + name + "' is no test of " + exercise.id() + "; its tests are: "
                    + String.join(", ", methods) + ".");
        }
        return wanted;
    }

    private static List<String> methods(Exercise exercise) throws IOException {
        return METHOD.matcher(Files.readString(exercise.test(), UTF_8)).results().map(found -> found.group(1)).toList();
    }
}
