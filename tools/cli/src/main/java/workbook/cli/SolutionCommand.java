package workbook.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Compares the learner's answer with the workbook's.
@Command(name = "solution", description = "The workbook's answer beside yours, once you have solved the exercise.", mixinStandardHelpOptions = true)
final class SolutionCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The exercise; the current one if none is given.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--reveal", description = "Show it before you have solved the exercise; this is recorded.")
    private boolean reveal;

    SolutionCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        var exercise = workbook.namedOrCurrent(id);
        var solution = new Solution(workbook, exercise);
        if (reveal) {
            solution.reveal();
        }
        if (!solution.isOpen()) {
            throw Refusal.usage(exercise.id() + " is not solved yet; ./workbook hint " + exercise.id()
                    + " helps, and ./workbook solution " + exercise.id() + " --reveal shows the answer all the same"
                    + " (it is recorded).");
        }
        var console = setup.console();
        solution.lines(console.paint(), console.columns()).forEach(console::say);
        return ExitCode.OK;
    }
}
