package workbook.buffers;

import java.time.Duration;
import java.time.Instant;

/// A time in which a receiver had no room.
///
/// @param since  when it said so first
/// @param length until it said that there is room again; if it never did, until the last segment of the connection
/// @param probes how often the sender asked meanwhile
/// @param isOver whether there was room again
record Stall(Instant since, Duration length, int probes, boolean isOver) {}
