package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Keeps a port open, and hands out the callers one after the other.
///
/// See the chapter, "Waiting for callers".
final class Listener implements AutoCloseable {
    // What a listener must remember goes here, and a constructor for it.

    /// Listens at this address, which is resolved, and at no other; port 0 stands for any that is free.
    ///
    /// `backlog` is passed to the kernel as the length of its queue. A backlog below 1 is an
    /// `IllegalArgumentException`. A port that is taken is the `BindException` that Java throws, and nothing
    /// stays open then.
    static Listener open(InetSocketAddress address, int backlog) throws IOException {
        throw todo("listen at the address");
    }

    /// Where it listens: never port 0, but the port that the kernel has chosen.
    InetSocketAddress address() {
        throw todo("return where you listen");
    }

    /// The connection that has waited longest; waits for one, up to `limit`, if there is none.
    ///
    /// Takes no more connections out of the kernel's queue than it returns. The socket is the caller's to close.
    /// When the limit is over, that is a `SocketTimeoutException`, and the listener goes on listening.
    /// On a closed listener, and on one that is closed by another thread during the wait, it is a
    /// `SocketException`. A limit is at least a millisecond and at most a day.
    Socket next(Duration limit) throws IOException {
        throw todo("return the next connection");
    }

    /// Listens no more: the port is free, and whoever waits in [#next] is told so by an exception.
    ///
    /// Sockets that were handed out before stay open.
    @Override
    public void close() throws IOException {
        throw todo("stop listening");
    }
}
