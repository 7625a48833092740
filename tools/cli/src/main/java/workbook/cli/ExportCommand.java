package workbook.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workbook.cli.transfer.Export;

/// Puts the learner's work into one file.
@Command(name = "export", description = {"Put your answers and your history into one file, for another machine.",
        "In it are the history and every file below chapters that is not as the workbook came."}, mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = "my-workbook.zip", description = "The file to write; ${DEFAULT-VALUE} if none is given.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Replace the file if it is there already.")
    private boolean force;

    ExportCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        new Export(Workbook.open(setup)).to(file.toAbsolutePath().normalize(), force).forEach(setup.console()::say);
        return ExitCode.OK;
    }
}
