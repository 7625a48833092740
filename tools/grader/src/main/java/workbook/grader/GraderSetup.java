package workbook.grader;

import java.nio.file.Path;
import java.util.List;
import workbook.engine.Catalogue;
import workbook.engine.Exercise;

/// What one grading is told.
///
/// @param catalogue   the instructor's workbook
/// @param exercises   those to grade, in their order
/// @param submissions a folder with one entry for each student
/// @param out         a folder of ours for the journal and the results
/// @param jobs        how many answers at once
record GraderSetup(Catalogue catalogue, List<Exercise> exercises, Path submissions, Path out, int jobs) {
    GraderSetup {
        exercises = List.copyOf(exercises);
    }
}
