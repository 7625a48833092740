package workbook.chat;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A room with one thread for all of its members, and no other.
///
/// To its members it is as [ThreadedRoom] is, with [Departures] for a watch and a [BoundedOutbox] for each of them. Who
/// joins hears [Lines#joined] first; all hear the same in the same order; in whatever way a member goes, those who stay
/// hear [Lines#left], once, it leaves the talk, and its connection is closed.
///
/// The room's thread waits for nobody. A line that a member's connection takes at once does not wait; what it does not
/// take goes out later, from where it stopped. Whoever has left, or said a line that is refused, is no member any more,
/// and is still sent what waits for it, for the idle time at most. Whoever is silent, or did not keep up, is cut off; for
/// silence only if it was asked half of the idle time before, however long the talk has held the thread up.
/// See the chapter, "One thread for all".
final class SelectorRoom implements Room {
    /// Listens, starts the room's thread, and returns at once.
    ///
    /// The talk is called by that thread only. If it throws, an Error too, the member it was called for is cut off, and
    /// nobody else.
    ///
    /// @param address the only one that it listens at; with port 0 for any that is free
    /// @param idle as in [Departures]; zero or less: [IllegalArgumentException]
    /// @param bound how many lines may wait for a member; one that is partly sent counts as waiting. Below 1:
    ///     [IllegalArgumentException]
    /// @param policy as in [BoundedOutbox]
    /// @throws IOException if it cannot listen there; nothing is left open then
    static SelectorRoom open(InetSocketAddress address, Talk talk, Duration idle, int bound, Policy policy)
            throws IOException {
        throw todo("listen, and start the selector's thread");
    }

    @Override
    public int port() {
        throw todo("say the port");
    }

    @Override
    public int members() {
        throw todo("count the members");
    }

    /// Nobody gets in any more. The last line of every member is [Lines#CLOSING], unless its queue is full; nobody hears of
    /// anybody's leaving any more, and all leave the talk. Any thread may call this, but the room's own; it returns when
    /// the room's thread has ended.
    @Override
    public void stop(Duration limit) throws IOException {
        throw todo("say goodbye, close, end the thread");
    }

    @Override
    public void close() throws IOException {
        stop(Duration.ZERO);
    }
}
