package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// A connection on which no call waits longer than its caller wants, all in all.
///
/// A call whose time is up throws `java.net.SocketTimeoutException`, whatever it has done by then.
/// A limit is more than zero and at most a day; one too short to be counted in milliseconds is a limit all the same.
/// Whoever needs a thread sees to its end, at the latest in [#close]. From the constructor on, nobody else uses the socket.
///
/// See the chapter, "How long to wait".
final class Deadlines implements AutoCloseable {
    private final Socket socket;

    Deadlines(Socket socket) {
        this.socket = socket;
    }

    /// Connects within the time given. If that fails, however it fails, no socket stays open.
    static Deadlines connect(InetSocketAddress server, Duration total) throws IOException {
        throw todo("connect before the time is up");
    }

    /// The next `count` bytes of the connection, if all of them are here before the time is up.
    ///
    /// Bytes that came too few or too late are not lost: if this call fails, what it has received
    /// stands at the beginning of what the next call returns. The socket stays open. If the time is up and
    /// all of the bytes are here nevertheless, either end is right.
    ///
    /// If the stream ends first, that is an `EOFException`; a reset is passed on as it is.
    byte[] recvWithin(int count, Duration total) throws IOException {
        throw todo("receive count bytes before the time is up");
    }

    /// Sends all the bytes before the time is up.
    ///
    /// If the time is up first, nobody can say how many have gone: then the socket is closed, too.
    /// If the write itself fails, as over a connection that was reset, its exception reaches the caller.
    void sendWithin(byte[] bytes, Duration total) throws IOException {
        throw todo("send the bytes before the time is up");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
