package workbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import workbook.cli.comparison.Code;
import workbook.cli.comparison.Comparison;
import workbook.cli.comparison.Layout;
import workbook.engine.Exercise;
import workbook.engine.RightAnswer;
import workbook.engine.progress.Event;

/// The workbook's answer to one exercise, beside the learner's own.
public final class Solution {
    private final Workbook workbook;
    private final Exercise exercise;
    private final List<Path> references;

    /// @throws Refusal if this copy of the workbook has no solutions
    public Solution(Workbook workbook, Exercise exercise) {
        this.workbook = workbook;
        this.exercise = exercise;
        this.references = exercise.stubs().stream().map(new Lending(workbook)::reference).toList();
        if (!isThere(workbook, exercise)) {
            throw Refusal.notReady("This copy of the workbook was handed out without solutions; ask whoever gave it to"
                    + " you.");
        }
    }

    /// Whether this copy of the workbook has one.
    public static boolean isThere(Workbook workbook, Exercise exercise) {
        var lending = new Lending(workbook);
        return exercise.stubs().stream().map(lending::reference).allMatch(Files::exists);
    }

    /// Whether the learner may see it: after a pass, or after asking for it.
    public boolean isOpen() throws IOException {
        var standing = workbook.progress().of(exercise);
        return standing.wasSolved() || standing.revealed();
    }

    public void reveal() throws IOException {
        if (!isOpen()) {
            workbook.history().append(new Event.Revealed(Instant.now(), exercise.id()));
        }
    }

    /// @param width of the screen: where there is room, the two answers stand side by side
    public List<String> lines(Paint paint, int width) throws IOException {
        var lines = new ArrayList<String>();
        for (var i = 0; i < references.size(); i++) {
            var stub = exercise.stubs().get(i);
            lines.add(paint.bold(stub.getFileName().toString()));
            lines.add(paint.dim("yours       ") + paint.link(stub, workbook.show(stub), width - 12));
            lines.add(paint.dim("workbook's  ")
                    + paint.link(references.get(i), workbook.show(references.get(i)), width - 12));
            lines.add("");
            lines.addAll(comparison(stub, references.get(i), paint, width));
            lines.add("");
        }
        lines.addAll(alternatives(paint, width));
        lines.addAll(hints(paint, width));
        return lines;
    }

    private List<String> comparison(Path stub, Path reference, Paint paint, int width) throws IOException {
        var code = Code.without(original(stub));
        var comparison = Comparison.of(code.of(stub), code.of(reference));
        return comparison.isEqual()
                ? AdocText.lines("Your code is, line for line, the workbook's.", paint, width)
                : Layout.lines(comparison, paint, width);
    }

    /// Where no originals could be kept, the stub's comments are most likely still in what became of it.
    private Path original(Path stub) {
        try {
            return workbook.base().pristine(stub);
        } catch (IOException e) {
            return stub;
        }
    }

    private List<String> alternatives(Paint paint, int width) throws IOException {
        var lines = new ArrayList<>(AdocText.lines("What counts is what happens on the wire, and yours need not look"
                + " like the workbook's. Imports, and what the stub says already, are left out above.", paint, width));
        var answers = RightAnswer.of(workbook.root(), exercise);
        if (answers.isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add(paint.bold("As right, and built differently"));
        for (var answer : answers) {
            var about = answer.about().isEmpty() ? "" : ": " + answer.about();
            lines.addAll(AdocText.lines("* *" + answer.name() + "*" + about, paint, width));
        }
        var folder = answers.getFirst().folder().getParent();
        lines.add(paint.dim("in  ") + paint.link(folder, workbook.show(folder), width - 4));
        return lines;
    }

    /// Whoever sees the answer may see what leads to it.
    private List<String> hints(Paint paint, int width) {
        var lines = new ArrayList<String>();
        var shown = new ShownExercise(workbook, exercise, paint, width).hints(exercise.hints().size());
        if (!shown.isEmpty()) {
            lines.add("");
            lines.addAll(shown);
        }
        return lines;
    }
}
