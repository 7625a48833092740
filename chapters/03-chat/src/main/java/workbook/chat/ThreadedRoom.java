package workbook.chat;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import workbook.kit.Connection;

/// A room in which every member has a thread.
///
/// What it sends to everyone, every member gets in the same order, the sender too, even if many send at once. A line
/// that a member's outbox does not take is lost for that member, and for nobody else.
/// See the chapter, "The protocol on one page".
final class ThreadedRoom implements Room {
    /// Listens, and has everybody who connects [#converse], on a thread of [RoomParts#threads]; returns at once.
    ///
    /// @param address with port 0 for any that is free
    static ThreadedRoom open(InetSocketAddress address, RoomParts parts) throws IOException {
        throw todo("listen, and take members");
    }

    /// Has one member in the room, on the thread of the caller, from joining to leaving.
    ///
    /// It joins the talk, and everyone hears [Lines#joined], the newcomer too, as its first line. Then the watch hears
    /// its lines, and what the talk makes of each is done. When that ends, in whatever way, everyone who stays hears
    /// [Lines#left], once, and the member leaves the talk. In any case its outbox and its connection are closed.
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

    /// The last line of every member is [Lines#CLOSING]; nobody hears of anybody's leaving any more. Returns when all
    /// threads of the room have ended, those of its members too.
    @Override
    public void stop(Duration limit) throws IOException {
        throw todo("say goodbye, close, end the threads");
    }

    @Override
    public void close() throws IOException {
        stop(Duration.ZERO);
    }
}
