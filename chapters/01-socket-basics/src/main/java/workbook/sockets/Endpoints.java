package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.nio.channels.NetworkChannel;

/// Says who is at either end of a channel.
///
/// See the chapter, "Who is at the other end".
final class Endpoints {
    private Endpoints() {}

    /// What can be said about this channel now: a `SocketChannel`, `ServerSocketChannel` or `DatagramChannel`.
    ///
    ///   - `local`: empty before the channel is bound or connected.
    ///   - `remote`: empty unless the channel is connected, also while a connection is still on its way;
    ///     a `ServerSocketChannel` never is.
    ///   - An address of the UNIX family whose path is empty is the address of nobody in particular, and counts
    ///     as empty on either side.
    ///   - `family`: that of the local end, or of the remote one where the local is empty, as Java shows them, so
    ///     that a client which came over IPv4 is `INET`, whatever the family of the server's socket.
    ///   - `fd`: the descriptor by which this process holds this very channel, found in [KernelSocket#list()] and
    ///     in the links `/proc/self/fd/N`. Empty where that finds nothing: while there is no local address, for a
    ///     `SocketChannel` that is bound and not connected, for the UNIX family, and on a system without `/proc`.
    ///     If two sockets have the same ends, either will do.
    ///
    /// Of a channel that is closed nothing can be said any more: all four are empty.
    static EndpointView of(NetworkChannel channel) throws IOException {
        throw todo("return family, local end, remote end and descriptor");
    }
}
