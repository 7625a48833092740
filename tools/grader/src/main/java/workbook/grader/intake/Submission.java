package workbook.grader.intake;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What one student handed in, as far as it is looked at.
///
/// @param student      the name of the entry in the instructor's folder, less its ending; safe to be shown
/// @param refused      why nothing of it is graded: a sentence, with the entry's name
/// @param files        by the stub in whose place each stands
/// @param beside       other classes that stand beside stubs, by where they would stand in the workbook's folder
/// @param refusedFiles stubs whose files are not graded, and why
/// @param elsewhere    stubs' names (folded) to the first path where such a file lies and is not
///                     looked for
/// @param ignored      how many files are none of the workbook's stubs
public record Submission(String student, Optional<String> refused, Map<Path, byte[]> files,
        Map<Path, byte[]> beside, Map<Path, String> refusedFiles, Map<String, String> elsewhere, int ignored) {

    static Submission refused(String student, String sentence) {
        return new Submission(student, Optional.of(sentence), Map.of(), Map.of(), Map.of(), Map.of(), 0);
    }

    /// What to say of a submission in which nothing is where it is looked for: the end of a sentence.
    public Optional<String> misplaced() {
        if (refused.isPresent() || !files.isEmpty() || !refusedFiles.isEmpty()) {
            return Optional.empty();
        }
        if (elsewhere.isEmpty()) {
            return Optional.of(ignored == 0 ? "it is empty" : "none of its files is an answer");
        }
        return Optional
                .of("no answer is where it is looked for; " + elsewhere.values().stream().sorted().findFirst().get()
                        + " is one that is not: hand in the chapters' src folders with the folders that they are in");
    }

    /// Where the submission has a file of a stub's name that is not in the stub's place.
    public Optional<String> findElsewhere(Path stub) {
        return Optional.ofNullable(elsewhere.get(AllowedPaths.name(stub.getFileName().toString())));
    }
}
