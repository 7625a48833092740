package workbook.buffers.lab;

import java.time.Duration;

/// What a link is like, the same in both directions.
///
/// @param bitsPerSecond how fast packets leave, IP header and all
/// @param delay         how long each is under way then, in one direction
/// @param queueBytes    how much may wait to leave; a packet that finds no room is lost
public record LinkShape(long bitsPerSecond, Duration delay, int queueBytes) {
    private static final long NANOS = 1_000_000_000;

    /// There and back, for packets that need not wait.
    public Duration roundTrip() {
        return delay.multipliedBy(2);
    }

    /// How many bytes leave in this time.
    public long bytesIn(Duration time) {
        return bitsPerSecond / 8 * time.toNanos() / NANOS;
    }

    /// How many nanoseconds so many bytes take to leave.
    long nanosFor(long bytes) {
        return bytes * 8 * NANOS / bitsPerSecond;
    }

    public LinkShape withQueue(int bytes) {
        return new LinkShape(bitsPerSecond, delay, bytes);
    }
}
