package workbook.rawtcp;

import java.time.Duration;

/// What a connection of ours goes by.
///
/// @param mss             the most data that it takes in one segment
/// @param receiveBuffer   how many bytes it holds for whoever reads
/// @param sendBuffer      how many bytes may wait to be sent
/// @param shortestTimeout before something is sent again
/// @param mostRepeats     of one segment, before it gives up
/// @param lifetime        the longest that a segment is believed to be under way, MSL; RFC 9293 says two minutes
record Settings(int mss, int receiveBuffer, int sendBuffer, Duration shortestTimeout, int mostRepeats, Duration lifetime) {
    static final Settings DEFAULT = new Settings(1460, 65_535, 1 << 18, Duration.ofMillis(200), 10, Duration.ofSeconds(1));
}
