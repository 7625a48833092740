package workbook.grader.intake;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What one student handed in, as far as it is looked at.
///
/// @param student      the name of the entry in the instructor's folder, less its ending; safe to be shown
/// @param refused      why nothing of it is graded: a sentence, with the entry's name
/// @param files        by the stub in whose place each stands
/// @param refusedFiles stubs whose files are not graded, and why
/// @param elsewhere    stubs' names (folded) to the first path where such a file lies and is not
///                     looked for
/// @param ignored      how many files are none of the workbook's stubs
public record Submission(String student, Optional<String> refused, Map<Path, byte[]> files,
        Map<Path, String> refusedFiles, Map<String, String> elsewhere, int ignored) {

    static Submission refused(String student, String sentence) {
        return new Submission(student, Optional.of(sentence), Map.of(), Map.of(), Map.of(), 0);
    }

    /// Where the submission has a file of a stub's name that is not in the stub's place.
    public Optional<String> findElsewhere(Path stub) {
        return Optional.ofNullable(elsewhere.get(AllowedPaths.name(stub.getFileName().toString())));
    }
}
