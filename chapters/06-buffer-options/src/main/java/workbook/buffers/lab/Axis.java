package workbook.buffers.lab;

import java.util.List;
import java.util.function.DoubleFunction;

/// A logarithmic axis: equal steps for equal ratios.
///
/// @param label what it shows, with the unit
/// @param least where it begins
/// @param most  where it ends
/// @param ticks what is marked on it
/// @param name  what is written at a tick
record Axis(String label, double least, double most, List<Double> ticks, DoubleFunction<String> name) {
    /// How far along the axis a value is, from 0 to 1; values outside are outside.
    double part(double value) {
        return Math.log(value / least) / Math.log(most / least);
    }

    boolean has(double value) {
        return value >= least && value <= most;
    }
}
