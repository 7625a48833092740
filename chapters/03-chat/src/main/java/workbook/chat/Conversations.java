package workbook.chat;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import workbook.kit.Connection;

/// This chapter's room for other chapters, which bring connections of their own.
///
/// A [ThreadedRoom] cannot be had without a door; the one of this room is on a port that nobody is told.
public final class Conversations implements AutoCloseable {
    private final ThreadedRoom room;

    private Conversations(ThreadedRoom room) {
        this.room = room;
    }

    /// @param out is told who comes and goes
    public static Conversations open(PrintStream out) throws IOException {
        var talk = new Register(new NamesAndCommands(), out);
        return new Conversations(ThreadedRoom.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Hosting.parts(talk, Policy.DISCONNECT, Thread.ofVirtual().factory())));
    }

    /// Has one member in the room, on the caller's thread, from joining to leaving; then its connection is closed.
    public void converse(Connection connection) throws IOException {
        room.converse(connection);
    }

    /// Says goodbye to everyone, and closes their connections.
    @Override
    public void close() throws IOException {
        room.stop(Hosting.GOODBYE);
    }
}
