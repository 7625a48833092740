package workbook.cli;

import java.io.IOException;
import java.util.Optional;
import workbook.engine.Exercise;
import workbook.engine.progress.AnswerContent;
import workbook.engine.progress.Standing;

/// Why the last verdict on an exercise need not hold any more.
final class Doubt {
    private Doubt() {}

    /// A word for the list; none if the verdict is one on this very text by this very test.
    static Optional<String> of(Exercise exercise, Standing standing) {
        if (standing.isToBeCheckedAgain()) {
            return Optional.of("check again: new test");
        }
        try {
            return standing.state().isPresent() && standing.isOfOther(AnswerContent.of(exercise))
                    ? Optional.of("changed since")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // A file that cannot be read is not this list's to tell of.
        }
    }
}
