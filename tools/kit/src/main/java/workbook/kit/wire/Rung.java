package workbook.kit.wire;

import java.time.Duration;
import java.util.List;

/// One packet of a ladder.
///
/// @param after    since the ladder's first packet
/// @param fromLeft whether the side on the left sent it
/// @param says     what its header says of what it carries, numbers relative: `PSH ACK seq 1-3`
/// @param ack      what it says to have got: `ack 1`, or empty
/// @param data     what it carries
/// @param mark     what deserves a second look
/// @param notes    what is to be said before it
public record Rung(Duration after, boolean fromLeft, String says, String ack, byte[] data, Mark mark,
        List<String> notes) {
    public Rung {
        notes = List.copyOf(notes);
    }

    /// What deserves a second look.
    public enum Mark {
        NONE("", ""), FIN("sends no more", ""), RETRANSMISSION("sent again",
                "these bytes were sent before, and no acknowledgment came in time"), GAP("bytes before it are missing",
                        "a segment got lost, or is late"), KEEP_ALIVE("keep-alive",
                                "carries nothing new: asks whether the other side is still there"), PROBE("any room?",
                                        "carries nothing new: asks whether there is room again"), NO_ROOM("no room",
                                                "the receive buffer is full: nobody reads, the other side must wait"), ROOM_AGAIN(
                                                        "room again",
                                                        "somebody has read: the other side may go on"), REFUSED(
                                                                "refused", "nobody listens on that port"), RESET(
                                                                        "reset", ""), CLOSED("reset: closed before",
                                                                                "both ways were closed, and then something came");

        private final String words;
        private final String meaning;

        Mark(String words, String meaning) {
            this.words = words;
            this.meaning = meaning;
        }

        /// In a word or two; empty for [#NONE].
        public String words() {
            return words;
        }

        /// What the words mean, where they need saying.
        public String meaning() {
            return meaning;
        }
    }

    boolean isRemarkable() {
        return mark != Mark.NONE || !notes.isEmpty();
    }
}
