package workbook.buffers.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A diagram as SVG: measurements with the quartiles as bars, over two logarithmic axes.
///
/// All of it has the colour of the text around it, so it can be read on a light page and on a dark one; series differ by
/// their marks. It is written by hand and not by a library of charts: XChart's SVG comes by way of AWT, with fonts of the
/// machine that it was made on, with colours of its own and without a description for people who cannot see it; and the
/// library brings 4 MB along, part of them under the LGPL.
final class Plot {
    static final int WIDTH = 640;
    static final int HEIGHT = 440;
    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 20;
    private static final int TOP = 56;
    private static final int BOTTOM = HEIGHT - 98;
    private static final int CAP = 4;
    private static final double MARK = 4;
    private static final double SIDE_STEP = 9;

    /// How a measurement is marked.
    enum Mark {
        DISC, SQUARE
    }

    /// A measurement.
    record Point(double x, Spread y) {}

    /// Measurements that belong together, from left to right.
    record Series(String name, Mark mark, List<Point> points) {}

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<String> facts;
    private final List<Series> series = new ArrayList<>();
    private final StringBuilder described = new StringBuilder();
    private final StringBuilder drawn = new StringBuilder();

    /// @param facts lines that stand below
    Plot(String title, Axis x, Axis y, List<String> facts) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.facts = facts;
    }

    Plot series(Series added) {
        series.add(added);
        described.append(added.name())
                .append(": ")
                .append(added.points()
                        .stream()
                        .map(point -> x.name().apply(point.x()) + " " + number(point.y().median()))
                        .collect(Collectors.joining(", ")))
                .append(". ");
        return this;
    }

    /// A line from bottom to top, with its label at its upper end, unless the axis ends before it.
    Plot vertical(double at, String label) {
        if (!x.has(at)) {
            return this;
        }
        described.append("A vertical line: ").append(label).append(". ");
        var left = across(at);
        drawn.append(text("  <path d=\"M%.1f %d V%d\" stroke-dasharray=\"6 3\"/>%n", left, TOP, BOTTOM));
        drawn.append(words(left + 6, TOP + 14, "start", label));
        return this;
    }

    /// A line from left to right, with its label above its right end.
    Plot horizontal(double at, String label) {
        described.append("A horizontal line: ").append(label).append(". ");
        var up = along(at);
        drawn.append(text("  <path d=\"M%d %.1f H%d\" stroke-dasharray=\"2 3\"/>%n", LEFT, up, RIGHT));
        drawn.append(words(RIGHT - 4, up - 10, "end", label));
        return this;
    }

    /// What was to be expected, as a dotted line, as far as it lies within the axes.
    Plot expected(String label, List<double[]> places) {
        described.append("A dotted line: ").append(label).append(". ");
        var inside = places.stream().filter(place -> x.has(place[0]) && y.has(place[1])).toList();
        if (inside.isEmpty()) {
            return this;
        }
        drawn.append(text("  <path d=\"M%s\" stroke-dasharray=\"1 3\"/>%n", inside.stream()
                .map(place -> text("%.1f %.1f", across(place[0]), along(place[1])))
                .collect(Collectors.joining(" L"))));
        var beside = inside.get(inside.size() / 4);
        drawn.append(words(across(beside[0]) - 8, along(beside[1]) - 4, "end", label));
        return this;
    }

    String svg() {
        return text("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="inherit" \
                font-size="12" fill="none" stroke="currentColor">
                  <title>%s</title>
                  <desc>%s</desc>
                """, WIDTH, HEIGHT, escaped(title), escaped(described.toString().strip())) + axes() + drawn + legend()
                + points() + "</svg>\n";
    }

    private String axes() {
        var axes = new StringBuilder(text("  <path d=\"M%d %d V%d H%d\"/>%n", LEFT, TOP, BOTTOM, RIGHT));
        for (var tick : x.ticks()) {
            axes.append(text("  <path d=\"M%.1f %d v5\"/>%n", across(tick), BOTTOM));
            axes.append(words(across(tick), BOTTOM + 19, "middle", x.name().apply(tick)));
        }
        for (var tick : y.ticks()) {
            axes.append(text("  <path d=\"M%d %.1f h-5\"/>%n", LEFT, along(tick)));
            axes.append(text("  <path d=\"M%d %.1f H%d\" stroke-opacity=\"0.15\"/>%n", LEFT, along(tick), RIGHT));
            axes.append(words(LEFT - 9, along(tick) + 4, "end", y.name().apply(tick)));
        }
        axes.append(words((LEFT + RIGHT) / 2.0, BOTTOM + 37, "middle", x.label()));
        axes.append(words(LEFT - 44, TOP - 10, "start", y.label()));
        for (var line = 0; line < facts.size(); line++) {
            axes.append(
                    text("  <text x=\"%d\" y=\"%d\" font-size=\"10\" fill=\"currentColor\" stroke=\"none\">%s</text>%n",
                            LEFT, BOTTOM + 58 + 13 * line, escaped(facts.get(line))));
        }
        return axes.toString();
    }

    private String legend() {
        var legend = new StringBuilder();
        var left = LEFT - 40.0;
        for (var each : series) {
            legend.append(mark(each.mark(), left, 18));
            legend.append(words(left + 12, 22, "start", each.name()));
            left += 30 + 6.2 * each.name().length();
        }
        return legend.toString();
    }

    private String points() {
        var points = new StringBuilder();
        // Side by side, where two series have the same place.
        var aside = -SIDE_STEP * (series.size() - 1) / 2;
        for (var each : series) {
            for (var point : each.points()) {
                var left = across(point.x()) + aside;
                points.append(text("  <path d=\"M%.1f %.1f V%.1f M%.1f %.1f h%d M%.1f %.1f h%d\"/>%n", left,
                        along(point.y().low()), along(point.y().high()), left - CAP, along(point.y().low()), 2 * CAP,
                        left - CAP, along(point.y().high()), 2 * CAP));
                points.append(mark(each.mark(), left, along(point.y().median())));
            }
            aside += SIDE_STEP;
        }
        return points.toString();
    }

    private static String mark(Mark mark, double left, double up) {
        return switch (mark) {
            case DISC -> text("  <circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.0f\" fill=\"currentColor\"/>%n", left, up, MARK);
            case SQUARE ->
                text("  <rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\"/>%n", left - MARK, up - MARK,
                        2 * MARK, 2 * MARK);
        };
    }

    private double across(double value) {
        return LEFT + (RIGHT - LEFT) * x.part(value);
    }

    private double along(double value) {
        return BOTTOM - (BOTTOM - TOP) * y.part(value);
    }

    private static String words(double left, double up, String anchor, String words) {
        return text(
                "  <text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"currentColor\" stroke=\"none\">%s</text>%n",
                left, up, anchor, escaped(words));
    }

    private static String number(double value) {
        return text(value < 10 ? "%.2f" : "%.1f", value);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String text(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
