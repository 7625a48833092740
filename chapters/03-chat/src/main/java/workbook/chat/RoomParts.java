package workbook.chat;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import workbook.kit.Connection;

/// What a room is made of.
///
/// @param threads makes the thread of a member: a virtual one, or one of the system's
record RoomParts(Talk talk, Watch watch, Outboxes outboxes, ThreadFactory threads) {
    /// Makes the outbox of a member.
    interface Outboxes {
        Outbox to(Connection connection) throws IOException;
    }

    /// The simplest there is.
    static RoomParts simple() {
        return new RoomParts(new Guests(), new Ears(), to -> new DirectOutbox(to.out()), Thread.ofVirtual().factory());
    }
}
