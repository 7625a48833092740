package workbook.rawtcp;

import static workbook.kit.Todo.todo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Many connections at once: each segment goes to the one that it belongs to, and strangers get a reset.
///
/// A connection is forgotten when it has been handed something, by [#on] or [#tick], and is CLOSED then, or LISTEN because
/// nothing came of it.
final class ConnectionTable {
    /// @param listener makes the machine for new ends, in LISTEN; empty if nobody listens there
    ConnectionTable(Function<Ends, Optional<Machine>> listener) {
    }

    /// Hands the segment to the machine for its ends.
    ///
    /// If there is none, a SYN without ACK and RST asks the listener, and the machine that it gives is remembered and
    /// handed the segment. If there is still none, the answer is that of [Resets#to], or nothing if the segment is a reset
    /// itself.
    ///
    /// In place of a machine in TIME_WAIT, such a SYN may begin anew in the same way: if its number comes after all the
    /// numbers that its ends have brought since the table knows it (RFC 9293, 3.6.1). If the listener does not
    /// want it, the old one is handed the segment.
    ///
    /// @return what to send
    List<Segment> on(Segment segment, Instant now) {
        throw todo("find the connection");
    }

    /// Remembers a connection that was opened from this side.
    void add(Ends ends, Machine connection) {
        throw todo("remember the connection");
    }

    /// Passes the time on to every machine whose alarm has come, and to no other one.
    ///
    /// @return what to send
    List<Segment> tick(Instant now) {
        throw todo("pass on the time");
    }

    /// The earliest of all alarms.
    Optional<Instant> alarm() {
        throw todo("find the earliest alarm");
    }

    /// How many connections are remembered.
    int size() {
        throw todo("count the connections");
    }
}
