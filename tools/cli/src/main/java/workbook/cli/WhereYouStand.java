package workbook.cli;

import java.util.Optional;

/// What a bare `./workbook` says where nobody can press keys: the standing, the task, and one check of it.
final class WhereYouStand {
    private final Setup setup;

    WhereYouStand(Setup setup) {
        this.setup = setup;
    }

    int show() throws Exception {
        try (var runner = Runner.ready(setup.runners())) {
            return show(runner);
        }
    }

    private int show(Runner runner) throws Exception {
        var workbook = Workbook.open(setup);
        var console = setup.console();
        var exercise = workbook.namedOrCurrent(Optional.empty());
        var standings = Standings.of(workbook);
        console.say("Sockets by Hand: " + standings.sentence() + ".");
        console.say("");
        new ShownExercise(workbook, exercise, console.paint(), console.columns()).task().forEach(console::say);
        console.say("");
        var checker = new Checker(workbook, () -> runner);
        var outcome = checker.check(exercise, Optional.empty());
        new ShownOutcome(workbook, console.paint(), console.columns()).lines(outcome).forEach(console::say);
        console.say("");
        checker.remember(outcome);
        console.say(Standings.of(workbook).minutesLeft() == 0
                ? "The core path is done; ./workbook list shows everything."
                : "Edit the file, then run ./workbook again; on a terminal it watches. ./workbook --help has more.");
        return outcome.state().exitCode();
    }
}
