package workbook.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import workbook.cli.transfer.Import;

/// Takes in what `export` wrote on another machine.
@Command(name = "import", description = {"Take in what export wrote on another machine.",
        "An answer is put in place where you have none; otherwise yours stays and the other is put beside it,"
                + " as X.java.imported. Doing it twice does no harm."}, mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "FILE", description = "What export wrote.")
    private Path file = Path.of("");

    ImportCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        if (Files.isDirectory(file)) {
            throw Refusal.usage(file + " is a folder; name the file that export wrote.");
        }
        new Import(Workbook.open(setup)).from(file.toAbsolutePath().normalize()).forEach(setup.console()::say);
        return ExitCode.OK;
    }
}
