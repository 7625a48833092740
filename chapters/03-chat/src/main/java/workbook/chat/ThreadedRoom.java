package workbook.chat;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import workbook.kit.Connection;

/// A room in which every member has a thread.
///
/// What it sends to everyone, every member gets in the same order, the sender too, even if many send at once. A line
/// that a member's outbox does not take, whatever it says, is lost for that member, and for nobody else. The talk may be
/// asked while a line is sent to everyone, or between two.
/// See the chapter, "The protocol on one page".
final class ThreadedRoom implements Room {
    /// Listens, and has everybody who connects [#converse], on a thread of [RoomParts#threads]; returns at once. What goes
    /// wrong with one caller, before it is in the room, keeps no other one out.
    ///
    /// @param address the only one that it listens at; with port 0 for any that is free
    static ThreadedRoom open(InetSocketAddress address, RoomParts parts) throws IOException {
        throw todo("listen, and take members");
    }

    /// Has one member in the room, on the thread of the caller, from joining to leaving.
    ///
    /// It joins the talk, and everyone hears [Lines#joined], the newcomer too, as its first line. Then the watch hears
    /// its lines, and what the talk makes of each is done. When that ends, in whatever way, everyone who stays hears
    /// [Lines#left], once, and then the member leaves the talk. In any case its outbox is closed, and then its connection.
    ///
    /// A newcomer at whom the talk throws was no member. Whatever the talk or the watch throws later, an Error too, ends
    /// this member and no other.
    ///
    /// @throws IOException if there is no outbox to be had for this connection, or it does not close
    void converse(Connection connection) throws IOException {
        throw todo("let it join, hear it, let it leave");
    }

    @Override
    public int port() {
        throw todo("say the port");
    }

    @Override
    public int members() {
        throw todo("count the members");
    }

    /// The last line of every member is [Lines#CLOSING], if its outbox takes it, and the connection within the limit;
    /// nobody hears of anybody's leaving any more. Whoever comes from now on is closed, and has not joined. One connection
    /// that fails to close leaves no other open. Returns when all threads of the room have ended, those of its members too.
    @Override
    public void stop(Duration limit) throws IOException {
        throw todo("say goodbye, close, end the threads");
    }

    @Override
    public void close() throws IOException {
        stop(Duration.ZERO);
    }
}
