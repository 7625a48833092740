package workbook.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import workbook.testkit.Report;

/// What came of compiling an answer and its test.
sealed interface Compilation {
    /// @param answers    the answer's files: its stubs and whatever was exchanged
    record Compiled(String testClass, Path testClasses, Path answerClasses, List<Path> answers,
            Outline outline) implements Compilation {}

    /// @param file the learner's file that is at fault, if one is
    record Refused(State state, Report report, Optional<Path> file, int line) implements Compilation {}
}
