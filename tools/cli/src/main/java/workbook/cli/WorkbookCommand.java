package workbook.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import workbook.cli.watch.TerminalScreen;
import workbook.cli.watch.Watch;
import workbook.cli.watch.WatchEvent;
import workbook.cli.watch.WatchLock;
import workbook.cli.watch.WireRun;
import workbook.engine.Exercise;

/// `./workbook` alone: the watch on a terminal; elsewhere where the learner stands, and why the current exercise fails.
@Command(name = "./workbook", header = {"Sockets by Hand: learn network programming by making failing tests pass.",
        ""}, description = {"",
                "Without a command, on a terminal, it watches: open the file that it names in your editor,"
                        + " save, and see what happened on the wire. Elsewhere it checks the current exercise once.",
                "",
                "ID is an exercise's name as @|bold list|@ shows it; without one, the current exercise is meant."}, synopsisSubcommandLabel = "[COMMAND]", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", mixinStandardHelpOptions = true, versionProvider = WorkbookCommand.Version.class, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:solved, or done", "1:an answer is wrong, does not compile, hung or crashed",
                        "2:the command does not make sense as typed",
                        "3:something is missing on this machine: ./workbook doctor",
                        "4:the workbook itself is broken"}, footer = {"", "A first hour:",
                                "  ./workbook            watch, edit, save, until it says solved; n goes on",
                                "  ./workbook task       what to do",
                                "  ./workbook hint       a nudge; ask again for the next one"})
final class WorkbookCommand implements Callable<Integer> {
    private final Setup setup;

    @Option(names = "--debug", description = "Show the stack trace of a fault of the workbook.")
    private boolean debug;

    WorkbookCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        return setup.console().isInteractive() ? watch() : new WhereYouStand(setup).show();
    }

    private int watch() throws Exception {
        var workbook = Workbook.open(setup);
        workbook.namedOrCurrent(Optional.empty());
        var lock = WatchLock.take(setup.root())
                .orElseThrow(() -> Refusal.usage("Another ./workbook watches this folder already"
                        + WatchLock.holder(setup.root()).map(process -> " (process " + process + ")").orElse("")
                        + "; use that one, or end it first. ./workbook check works beside it."));
        var events = new LinkedBlockingQueue<WatchEvent>();
        var mistakes = new Mistakes(setup);
        try (lock;
                var screen = TerminalScreen.open(setup.environment().getOrDefault("TERM", ""), setup.console().paint(),
                        events)) {
            new Watch(workbook, new Checker(workbook, setup.runners()), exercise -> wire(workbook, exercise), screen,
                    events,
                    mistakes::sentence).run();
        }
        return ExitCode.OK;
    }

    private WireRun.Ladder wire(Workbook workbook, Exercise exercise) throws IOException {
        try (var runner = setup.runners().get()) {
            return WatchedRun.of(workbook, runner, exercise, Optional.empty(), Optional.empty())::lines;
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"Sockets by Hand 1",
                    "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                            + System.getProperty("os.version") + " " + System.getProperty("os.arch")};
        }
    }
}
