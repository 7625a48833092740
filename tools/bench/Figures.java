import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A series of times in milliseconds, and what is said of it.
final class Figures {
    private final List<Double> millis = new ArrayList<>();

    void add(long from, long to) {
        millis.add((to - from) / 1e6);
    }

    void addAll(Figures others) {
        millis.addAll(others.millis);
    }

    int count() {
        return millis.size();
    }

    double median() {
        return quantile(0.5);
    }

    /// The smallest value that this share of all does not exceed.
    double quantile(double share) {
        var sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    static String header(String title) {
        return String.format(Locale.ROOT, "%-46s %5s %8s %8s %8s %8s", title, "runs", "least", "median", "p95", "most");
    }

    String row(String name) {
        return String.format(Locale.ROOT, "%-46s %5d %8.0f %8.0f %8.0f %8.0f", name, count(), quantile(0), median(),
                quantile(0.95), quantile(1));
    }
}
