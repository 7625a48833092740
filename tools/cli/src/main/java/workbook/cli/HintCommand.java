package workbook.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Opens the next hint, or shows those that are open.
@Command(name = "hint", description = "The next hint; hints come in steps and stay readable.", mixinStandardHelpOptions = true)
final class HintCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The exercise; the current one if none is given.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--opened", description = "Show the hints opened so far again, and open no other.")
    private boolean opened;

    HintCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        var workbook = Workbook.open(setup);
        var exercise = workbook.namedOrCurrent(id);
        var console = setup.console();
        var shown = new ShownExercise(workbook, exercise, console.paint(), console.columns());
        var before = workbook.progress().of(exercise);
        if (opened && before.hints() == 0) {
            throw Refusal.usage("No hint of " + exercise.id() + " is open yet; ./workbook hint " + exercise.id()
                    + " opens the first.");
        }
        var number = opened ? 0 : new Hints(workbook).openNext(exercise);
        (number > 0 ? shown.hint(number) : shown.hints(before)).forEach(console::say);
        console.say("");
        console.say(console.paint().dim(what(exercise.id(), number, exercise.hints().size(), before.hints())));
        return ExitCode.OK;
    }

    private static String what(String id, int number, int all, int before) {
        if (Math.max(number, before) < all) {
            return "./workbook hint " + id + " opens the next one.";
        }
        return number > 0 ? "That was the last one." : "These are all of them.";
    }
}
