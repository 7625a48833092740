package workbook.buffers.lab;

import java.util.Collection;

/// The middle one of several measurements, and between which two the middle half of them lies.
///
/// @param low  the first quartile: a quarter of them lies below
/// @param high the third quartile
record Spread(double low, double median, double high) {
    /// Between two measurements it goes along a straight line from one to the other.
    ///
    /// @param measured at least one
    static Spread of(Collection<Double> measured) {
        if (measured.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        var sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double part) {
        var place = part * (sorted.length - 1);
        var below = (int) place;
        var above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
