package workbook.kit.wire;

import java.time.Duration;

/// One packet of a ladder.
///
/// @param after      since the ladder's first packet
/// @param fromClient which way it went
/// @param says       what its header says, relative numbers: `PSH ACK seq 1-3, ack 1`
/// @param data       what it carries
/// @param mark       what deserves a second look
public record Rung(Duration after, boolean fromClient, String says, byte[] data, Mark mark) {
    /// What deserves a second look.
    public enum Mark {
        NONE(""), RETRANSMISSION("sent again"), KEEP_ALIVE("keep-alive"), NO_ROOM("no room"), RESET("reset");

        private final String words;

        Mark(String words) {
            this.words = words;
        }

        /// In a word or two; empty for [#NONE].
        public String words() {
            return words;
        }
    }
}
