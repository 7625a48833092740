package workbook.buffers;

import java.time.Duration;

/// How a connection was closed.
///
/// @param took   how long the caller waited
/// @param ending what is known of the other side then
record CloseReport(Duration took, Ending ending) {
    /// What somebody knows who has closed.
    enum Ending {
        /// Nothing: the bytes may arrive, or not.
        UNKNOWN,
        /// The other side has ended its direction, in order, after it had the chance to read everything.
        CONFIRMED,
        /// The connection was broken off, by either side.
        BROKEN
    }
}
