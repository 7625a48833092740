package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Receiving, connecting and accepting without waiting.
///
/// Every channel that comes in is non-blocking, and stays so. None of the three methods waits,
/// not even for a moment; each is called again when there may be something new.
/// An `IOException` of the channel is passed on as it is.
///
/// See the chapter, "One thread, many sockets".
final class Nonblocking {
    private Nonblocking() {}

    /// Moves what has arrived into the buffer, from its position on and no further than its limit.
    /// One read is enough: what it leaves is for the next call.
    /// Tells with a `Recv` what there was; the channel stays open, also at the end.
    ///
    /// The position afterwards stands behind the bytes that were moved, or where it was.
    /// A buffer without room for a single byte is an `IllegalArgumentException`.
    static Recv recv(SocketChannel channel, ByteBuffer buffer) throws IOException {
        throw todo("ask the channel once, and tell which of the three answers it gave");
    }

    /// Takes the connection to a server one step on: starts it if it was not started, else
    /// looks whether it has come about.
    ///
    /// True as soon as the channel is connected, and from then on; false while the connection
    /// is on its way. A refusal is the `IOException` that the channel throws.
    static boolean connectStep(SocketChannel channel, SocketAddress server) throws IOException {
        throw todo("start the connection, or see whether it is there");
    }

    /// The connection that has waited longest at the listener, as a non-blocking channel;
    /// empty if none waits.
    static Optional<SocketChannel> acceptStep(ServerSocketChannel listener) throws IOException {
        throw todo("take a connection if one waits");
    }
}
