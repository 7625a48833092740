package workbook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import workbook.cli.update.Update;
import workbook.cli.watch.WatchLock;

/// Brings newer material under the learner's answers.
@Command(name = "update", description = {"Bring a newer workbook into this folder, under your answers.",
        "What you wrote stays, or is merged line by line where none of the new lines meets yours; otherwise the new"
                + " file is put beside, as X.java.new. Everything of yours that it touches is kept in .workbook/backup."}, mixinStandardHelpOptions = true)
final class UpdateCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "FROM", description = "A folder, a .zip or .tar.gz archive, or an address that Git can clone.")
    private String from = "";

    UpdateCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        var lock = WatchLock.take(setup.root())
                .orElseThrow(() -> Refusal.usage("Another ./workbook watches this folder, and would go on with the old"
                        + " material: end it with q, then update."));
        try (lock) {
            Update.from(from, workbook, setup.environment()).forEach(setup.console()::say);
        }
        return ExitCode.OK;
    }
}
