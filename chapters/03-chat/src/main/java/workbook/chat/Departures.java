package workbook.chat;

import static workbook.kit.Todo.todo;

import java.time.Duration;
import workbook.kit.Connection;

/// A watch that notices every way to leave, silence among them.
///
/// One watch hears all members of a room, each on a thread of its own.
/// See the chapter, "Gone without a word".
final class Departures implements Watch {
    /// @param idle after so long without a byte a member is gone; after half of it, it is asked for a sign of life, with
    ///     [Lines#PING], through its outbox. Zero or less is an [IllegalArgumentException]
    Departures(Duration idle) {}

    /// Passes on line after line, as [Ears] do, and sees to it that silence comes to an end.
    ///
    /// Any byte is a sign of life, and starts the time anew; nothing that is sent to the member is one. A member is
    /// asked once in each silence; a question that its outbox does not take counts. The time that the listener takes for a
    /// line is no silence of the member's, and what it throws goes to the caller.
    ///
    /// @return [Departure#LEFT] if the member has said so, or the stream has ended, whatever a write was told before; half
    ///     a line was not said.
    ///     [Departure#RESET] if its connection broke. [Departure#SILENT] if there was no byte for `idle`.
    ///     [Departure#KICKED] if the connection was closed on this side meanwhile; or if a line was too long or
    ///     malformed, see [Ears#LONGEST]: that is told to the member, as `! ` and [Ears#REASON], after the lines
    ///     before it were passed on
    @Override
    public Departure watch(Connection connection, Session member, Listener lines) {
        throw todo("hear its lines, and say how it left");
    }
}
