package workbook.cli.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import workbook.cli.Hints;
import workbook.cli.Paint;
import workbook.cli.ShownExercise;
import workbook.cli.ShownOutcome;
import workbook.cli.Solution;
import workbook.cli.Standings;
import workbook.cli.Workbook;
import workbook.engine.Outcome;
import workbook.engine.State;

/// How the last check went, and what to do now.
record Report(Workbook workbook, Outcome outcome) implements View {
    @Override
    public List<String> lines(Paint paint, int width) throws IOException {
        var lines = new ArrayList<String>();
        if (outcome.report().isOfStub()) { // nothing was tried yet: the task comes first
            lines.addAll(new ShownExercise(workbook, outcome.exercise(), paint, width).text());
            lines.add("");
        }
        lines.addAll(verdict(paint, width));
        return lines;
    }

    @Override
    public String now() throws IOException {
        return outcome.state() == State.SOLVED
                ? whatNext()
                : new Hints(workbook).offer(outcome.exercise()).orElse("");
    }

    List<String> verdict(Paint paint, int width) {
        return new ShownOutcome(workbook, paint, width).lines(outcome);
    }

    private String whatNext() throws IOException {
        var exercise = outcome.exercise();
        var standings = Standings.of(workbook);
        var next = standings.next(exercise)
                .map(then -> standings.doubt(then)
                        .map(doubt -> "n goes to " + then.id() + ", " + doubt.clause() + ".")
                        .orElse("n goes on to " + then.id() + ": " + then.aim() + "."))
                .orElse("Everything is solved. Well done.");
        return next + (Solution.isThere(workbook, exercise) ? " s compares with the workbook's answer." : "");
    }
}
