package workbook.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows what an exercise asks.
@Command(name = "task", description = "What an exercise asks, and which file to edit.", mixinStandardHelpOptions = true)
final class TaskCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The exercise; the current one if none is given.")
    private Optional<String> id = Optional.empty();

    TaskCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        var console = setup.console();
        new ShownExercise(workbook, workbook.namedOrCurrent(id), console.paint(), console.columns()).task()
                .forEach(console::say);
        return ExitCode.OK;
    }
}
