package workbook.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workbook.engine.Exercise;

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
        var hints = new Hints(workbook);
        var before = hints.opened(exercise);
        if (exercise.hints().isEmpty()) {
            throw Refusal.usage(exercise.id() + " has no hints.");
        }
        if (opened && before == 0) {
            throw Refusal.usage("No hint of " + exercise.id() + " is open yet; ./workbook hint " + exercise.id()
                    + " opens the first.");
        }
        var notKept = opened ? Optional.<IOException>empty() : openNext(hints, exercise);
        show(workbook, exercise, before, hints.opened(exercise));
        return notKept.map(problem -> new Mistakes(setup).tell(problem)).orElse(ExitCode.OK);
    }

    /// A disk that is full keeps a hint from being remembered, not from being read.
    private static Optional<IOException> openNext(Hints hints, Exercise exercise) {
        try {
            hints.openNext(exercise);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private void show(Workbook workbook, Exercise exercise, int before, int now) {
        var console = setup.console();
        var shown = new ShownExercise(workbook, exercise, console.paint(), console.columns());
        var isNew = now > before;
        var lines = new ArrayList<String>();
        for (var number = 1; isNew && number <= before; number++) {
            lines.add(shown.foldedHint(number));
        }
        lines.addAll(isNew ? shown.hint(now) : shown.hints(now));
        lines.add("");
        lines.addAll(AdocText.lines(whatNext(exercise, isNew && before > 0, now), console.paint(), console.columns()));
        lines.forEach(console::say);
    }

    private static String whatNext(Exercise exercise, boolean hasFolded, int now) {
        var command = "./workbook hint " + exercise.id();
        var left = exercise.hints().size() - now;
        return (left > 0
                ? Words.count(left, "more hint") + "; " + command + " opens the next."
                : hasFolded ? "That was the last one." : "These are all of them.")
                + (hasFolded ? " " + command + " --opened shows those before in full." : "");
    }
}
