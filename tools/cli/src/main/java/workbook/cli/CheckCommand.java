package workbook.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workbook.engine.Exercise;
import workbook.engine.Outcome;
import workbook.engine.State;

/// Runs exercises once.
@Command(name = "check", description = "Check your answers once and say what happened.", mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private final Setup setup;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The exercises; the current one if none is given.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "Check every exercise.")
    private boolean all;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "S", description = "Draw random input from this seed: a report's \"repeat\" line names its own.")
    private Optional<Long> seed = Optional.empty();

    CheckCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws Exception {
        if (all && !ids.isEmpty()) {
            throw Refusal.usage("Give either exercises or --all.");
        }
        var outcomes = new ArrayList<Outcome>();
        var notKept = Optional.<IOException>empty();
        Workbook workbook;
        try (var runner = Runner.ready(setup.runners())) {
            workbook = Workbook.open(setup);
            var checker = new Checker(workbook, () -> runner);
            for (var exercise : chosen(workbook)) {
                var outcome = checker.check(exercise, seed);
                outcomes.add(outcome);
                if (!json) {
                    show(workbook, outcome, outcomes.size() > 1);
                }
                try {
                    checker.remember(outcome);
                    offerHint(workbook, outcome);
                } catch (IOException e) {
                    notKept = Optional.of(e);
                }
            }
        }
        if (json) {
            setup.console().say(new CheckJson(workbook).of(outcomes));
        } else if (outcomes.size() > 1) {
            setup.console().say("");
            setup.console().say(Standings.of(workbook).sentence());
        }
        var exitCode = outcomes.stream().mapToInt(outcome -> outcome.state().exitCode()).max().orElse(ExitCode.OK);
        return notKept.isEmpty() ? exitCode : Math.max(exitCode, new Mistakes(setup).tell(notKept.get()));
    }

    private List<Exercise> chosen(Workbook workbook) throws Exception {
        if (all) {
            return workbook.exercises();
        }
        if (ids.isEmpty()) {
            return List.of(workbook.namedOrCurrent(Optional.empty()));
        }
        // All ids are looked up before the first check, so that a slip of the fingers shows at once.
        return new LinkedHashSet<>(ids).stream().map(workbook::named).toList();
    }

    private void offerHint(Workbook workbook, Outcome outcome) throws IOException {
        if (json || outcome.state() == State.SOLVED) {
            return;
        }
        var offer = new Hints(workbook).offerCommand(outcome.exercise());
        if (offer.isPresent()) {
            var console = setup.console();
            console.say("");
            AdocText.lines(offer.get(), console.paint(), console.columns()).forEach(console::say);
        }
    }

    private void show(Workbook workbook, Outcome outcome, boolean isFurther) {
        var console = setup.console();
        if (isFurther) {
            console.say("");
        }
        new ShownOutcome(workbook, console.paint(), console.columns()).lines(outcome).forEach(console::say);
    }
}
