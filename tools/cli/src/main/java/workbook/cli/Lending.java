package workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import workbook.engine.Exercise;
import workbook.engine.Run;

/// Lays the workbook's own answers under an exercise for those before it that the learner has not solved.
final class Lending {
    private final Workbook workbook;

    Lending(Workbook workbook) {
        this.workbook = workbook;
    }

    /// The learner's run of an exercise, with what had to be lent named in it.
    Run run(Exercise exercise, Optional<Long> seed) throws IOException {
        var run = workbook.catalogue().run(exercise);
        var progress = workbook.progress();
        var sources = run.sources();
        var lent = new ArrayList<String>();
        for (var before : workbook.catalogue().prerequisites(exercise)) {
            var references = before.stubs().stream().map(this::reference).toList();
            if (!progress.isSolved(before) && references.stream().allMatch(Files::exists)) {
                for (var reference : references) {
                    sources = sources.with(reference);
                }
                lent.add(before.id());
            }
        }
        return new Run(exercise, sources, run.tests(), seed, run.limit(), run.answerInProcess(), run.network(),
                run.capture(), lent);
    }

    /// Where the reference of a stub is, if this copy of the workbook has solutions.
    Path reference(Path stub) {
        var below = workbook.root().resolve("chapters").relativize(stub);
        return workbook.root().resolve("solutions").resolve(below);
    }
}
