package workbook.cli;

import java.io.IOException;
import java.util.Optional;
import workbook.engine.Exercise;
import workbook.engine.progress.AnswerContent;
import workbook.engine.progress.Standing;

/// Why a pass need not hold any more.
public enum Doubt {
    /// An update brought another test than the one that was passed.
    NEW_TEST("check again: new test", "whose test is another since it was solved"),
    /// The text that passed is not the text that is there.
    CHANGED("changed since", "which was changed since it was solved");

    private final String words;
    private final String clause;

    Doubt(String words, String clause) {
        this.words = words;
        this.clause = clause;
    }

    /// None if the exercise is not solved, or was by this very text and this very test.
    static Optional<Doubt> of(Exercise exercise, Standing standing) {
        if (!standing.isSolved()) {
            return Optional.empty();
        }
        if (standing.isTestChanged()) {
            return Optional.of(NEW_TEST);
        }
        try {
            return standing.isOfOther(AnswerContent.of(exercise)) ? Optional.of(CHANGED) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(CHANGED); // what cannot be read is not what passed
        }
    }

    /// For a list.
    public String words() {
        return words;
    }

    /// For a sentence, behind the exercise's name and a comma.
    public String clause() {
        return clause;
    }
}
