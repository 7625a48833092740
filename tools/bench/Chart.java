import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Draws a table of group, series and value as bars, side by side in their groups.
final class Chart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;
    private static final int TOP = 50;
    private static final int GROUND = HEIGHT - 40;
    private static final int SIDE = 20;
    private static final int GAP = 6;
    private static final double[] SHADES = {0.85, 0.5, 0.2};

    private final String title;
    private final String unit;
    private final Map<String, Map<String, Double>> groups = new LinkedHashMap<>();
    private final Set<String> series = new LinkedHashSet<>();

    private Chart(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /// @param unit   what the groups are counted in
    /// @param table  lines of group, series and value, with commas between; the first names them
    static Chart of(String title, String unit, List<String> table) {
        var chart = new Chart(title, unit);
        for (var line : table.subList(1, table.size())) {
            var cells = line.split(",");
            chart.series.add(cells[1]);
            chart.groups.computeIfAbsent(cells[0], _ -> new LinkedHashMap<>()).put(cells[1], Double.valueOf(cells[2]));
        }
        return chart;
    }

    void write(Path file) throws IOException {
        Files.writeString(file, svg());
    }

    private String svg() {
        var most = groups.values().stream().flatMap(group -> group.values().stream()).max(Double::compare).orElseThrow();
        var described = new StringBuilder();
        var bars = new StringBuilder();
        var groupWidth = (WIDTH - 2.0 * SIDE) / groups.size();
        var barWidth = (groupWidth - 4 * GAP) / series.size();
        var left = SIDE + 2.0 * GAP;
        for (var group : groups.entrySet()) {
            described.append("With ").append(group.getKey()).append(' ').append(unit).append(": ");
            var at = 0;
            for (var each : series) {
                var value = group.getValue().get(each);
                var height = (GROUND - TOP) * value / most;
                var x = left + at * barWidth;
                bars.append(text("  <rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"%s\" stroke=\"currentColor\"/>%n",
                        x, GROUND - height, barWidth - GAP, height, SHADES[at % SHADES.length]));
                bars.append(text("  <text x=\"%.1f\" y=\"%.1f\">%s</text>%n", x + (barWidth - GAP) / 2, GROUND - height - GAP,
                        number(value)));
                described.append(at == 0 ? "" : ", ").append(each).append(' ').append(number(value));
                at++;
            }
            bars.append(text("  <text x=\"%.1f\" y=\"%d\" font-size=\"14\">%s %s</text>%n", left + groupWidth / 2 - 2 * GAP,
                    HEIGHT - 14, number(Double.parseDouble(group.getKey())), unit));
            described.append(". ");
            left += groupWidth;
        }
        return text("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"inherit\""
                + " font-size=\"12\" fill=\"currentColor\" text-anchor=\"middle\">%n  <title>%s</title>%n  <desc>%s</desc>%n",
                WIDTH, HEIGHT, title, described.toString().strip()) + legend()
                + text("  <path d=\"M%d %d H%d\" stroke=\"currentColor\"/>%n", SIDE, GROUND, WIDTH - SIDE) + bars + "</svg>\n";
    }

    private String legend() {
        var legend = new StringBuilder();
        var at = 0;
        for (var each : series) {
            var x = SIDE + 2 * GAP + at * 130;
            legend.append(text("  <rect x=\"%d\" y=\"12\" width=\"14\" height=\"14\" fill-opacity=\"%s\" stroke=\"currentColor\"/>%n", x,
                    SHADES[at % SHADES.length]));
            legend.append(text("  <text x=\"%d\" y=\"24\" font-size=\"14\" text-anchor=\"start\">%s</text>%n", x + 22, each));
            at++;
        }
        return legend.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String text(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
