package workbook.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Puts an exercise's stub back.
@Command(name = "reset", description = "Put an exercise's stub back; your text is kept in .workbook/backup.", mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "ID", description = "The exercise.")
    private String id = "";

    ResetCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        setup.console().say(new Reset(workbook).put(workbook.named(id)));
        return ExitCode.OK;
    }
}
