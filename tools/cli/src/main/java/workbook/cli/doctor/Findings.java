package workbook.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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

    /// The names of those gaps that no package manager mends.
    public List<String> beyondPackages() {
        return all.stream()
                .filter(finding -> finding.level() == Finding.Level.GAP && finding.packages().isEmpty())
                .map(Finding::what)
                .toList();
    }

    public List<String> lines(Paint paint, int width) {
        var widest = all.stream().mapToInt(finding -> finding.what().length()).max().orElse(0);
        var lines = new ArrayList<String>();
        for (var finding : all) {
            var margin = " ".repeat(widest + 4);
            var head = mark(finding, paint) + " " + paint.bold(finding.what())
                    + " ".repeat(widest - finding.what().length() + 2);
            for (var line : broken(finding.found(), width - margin.length())) {
                lines.add(head + line);
                head = margin;
            }
            broken(finding.effect(), width - margin.length()).forEach(line -> lines.add(margin + line));
            for (var remedy : finding.remedies()) {
                if (!remedy.when().isEmpty()) {
                    lines.add(margin + paint.dim(remedy.when()));
                }
                // Never broken: it is to be copied.
                lines.add(margin + paint.cyan(remedy.command()));
            }
        }
        lines.add("");
        lines.addAll(broken(verdict(), width));
        return lines;
    }

    private String verdict() {
        if (areGood()) {
            return "Everything in this workbook can run here.";
        }
        var gaps = all.stream()
                .filter(finding -> finding.level() == Finding.Level.GAP)
                .map(Finding::what)
                .collect(Collectors.joining(", "));
        return "Not everything can run here yet: " + gaps + ", see above."
                + (packages().isEmpty() ? "" : " ./workbook doctor --fix installs what is missing.");
    }

    private static List<String> broken(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > Math.max(width, 20)) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
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
