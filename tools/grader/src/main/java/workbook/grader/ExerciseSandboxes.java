package workbook.grader;

import java.io.IOException;
import java.nio.file.Path;
import workbook.engine.Exercise;
import workbook.grader.sandbox.AnswerSandboxes;
import workbook.grader.sandbox.RunnerProcess;

/// The sandboxes of one exercise's trials.
///
/// @param packets whether raw sockets may be opened in them
record ExerciseSandboxes(Workbench workbench, Exercise exercise, boolean packets) {
    /// One for the tests.
    RunnerProcess startRunner() throws IOException, InterruptedException {
        return workbench.startRunner(exercise, packets);
    }

    /// Those of the answer, beside it.
    ///
    /// @param jar the answer, with what it stands on
    AnswerSandboxes startAnswers(RunnerProcess runner, Path jar) throws IOException {
        return workbench.startAnswers(exercise, runner, jar, packets);
    }

    /// A folder that sandboxes can be shown.
    Path room() throws IOException {
        return workbench.runners().stage().room("program");
    }

    /// The class path of a JVM that a test starts.
    String libraries() {
        return workbench.libraries();
    }
}
