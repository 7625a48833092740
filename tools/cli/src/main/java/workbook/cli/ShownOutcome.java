package workbook.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workbook.engine.FailureReport;
import workbook.engine.Outcome;
import workbook.engine.State;
import workbook.engine.Style;

/// An outcome's report, as lines for a terminal.
public final class ShownOutcome {
    private final Path root;
    private final Paint paint;
    private final int width;

    public ShownOutcome(Workbook workbook, Paint paint, int width) {
        this.root = workbook.root();
        this.paint = paint;
        this.width = width;
    }

    public List<String> lines(Outcome outcome) {
        var report = new FailureReport(root, new Style(paint.hasColours(), paint.hasGlyphs(), width));
        var lines = new ArrayList<>(report.render(outcome).lines().toList());
        if (!outcome.tests().isEmpty() && outcome.state() != State.SOLVED) {
            lines.add("  " + paint.dim("network") + "    " + (outcome.network().equals("private")
                    ? "private, of this run alone"
                    : "this machine's own; ./workbook doctor says why"));
        }
        return lines;
    }
}
