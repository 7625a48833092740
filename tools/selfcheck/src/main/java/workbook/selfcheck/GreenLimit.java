package workbook.selfcheck;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/// How long the tests of a right answer may take.
///
/// @param granted on a machine that has nothing else to do
/// @param crowding how many times as much there is to do as the processors can carry, at least 1: everybody's share is
///     smaller by as much
record GreenLimit(Duration granted, DoubleSupplier crowding) {
    boolean isExceededBy(Duration took) {
        return took.toNanos() > granted.toNanos() * crowding.getAsDouble();
    }

    /// This machine's, in the last minute; 1 where the system does not say.
    static double crowdingHere() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return Math.max(1, system.getSystemLoadAverage() / system.getAvailableProcessors());
    }
}
