package workbook.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import workbook.cli.Paint;

/// What the doctor says.
public record Findings(List<Finding> all) {
    public Findings {
        all = List.copyOf(all);
    }

    /// Whether everything in this workbook can run here.
    public boolean areGood() {
        return all.stream().noneMatch(finding -> finding.level() == Finding.Level.GAP);
    }

    /// What a package manager could install, by our names for it.
    public List<String> packages() {
        return all.stream().flatMap(finding -> finding.packages().stream()).distinct().toList();
    }

    public List<String> lines(Paint paint) {
        var widest = all.stream().mapToInt(finding -> finding.what().length()).max().orElse(0);
        var lines = new ArrayList<String>();
        for (var finding : all) {
            var margin = " ".repeat(widest + 4);
            lines.add(mark(finding, paint) + " " + paint.bold(finding.what())
                    + " ".repeat(widest - finding.what().length() + 2) + finding.found());
            if (finding.level() != Finding.Level.FINE) {
                lines.add(margin + finding.effect());
            }
            finding.remedy().ifPresent(remedy -> lines.add(margin + paint.cyan(remedy)));
        }
        lines.add("");
        lines.add(areGood()
                ? "Everything in this workbook can run here."
                : "Some things cannot run here yet, see above.");
        return lines;
    }

    private static String mark(Finding finding, Paint paint) {
        return switch (finding.level()) {
            case FINE -> paint.green(paint.glyph("✓", "+"));
            case NOTE -> paint.yellow(paint.glyph("•", "*"));
            case GAP -> paint.red(paint.glyph("✗", "x"));
        };
    }
}
