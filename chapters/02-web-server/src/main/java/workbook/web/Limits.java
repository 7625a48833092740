package workbook.web;

import java.time.Duration;

/// What a server takes from one client.
///
/// @param line bytes of a request line, its end included
/// @param headers bytes of all header lines together
/// @param body bytes of a body
/// @param idle how long a connection may stay silent between two requests
/// @param total how long a whole request may take to arrive, from its first byte on
record Limits(int line, int headers, long body, Duration idle, Duration total) {
    static final Limits DEFAULT =
            new Limits(8_192, 32_768, 16L << 20, Duration.ofSeconds(15), Duration.ofSeconds(30));
}
