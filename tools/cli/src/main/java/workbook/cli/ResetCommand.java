package workbook.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts an exercise's stub back.
@Command(name = "reset", description = "Put an exercise's stub back; your text is kept in .workbook/backup.", mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The exercise.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--list", description = "Show what was kept so far, and how to bring it back.")
    private boolean list;

    ResetCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        if (list) {
            new ShownBackups(workbook, id).lines().forEach(setup.console()::say);
            return ExitCode.OK;
        }
        setup.console()
                .say(new Reset(workbook).put(workbook.named(id.orElseThrow(() -> Refusal
                        .usage("Which exercise? ./workbook reset ID puts its stub back; ./workbook list names them.")))));
        return ExitCode.OK;
    }
}
