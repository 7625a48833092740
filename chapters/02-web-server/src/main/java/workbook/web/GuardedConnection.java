package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.time.Duration;
import workbook.kit.Connection;

/// A connection whose client cannot hold the server for longer than the limits say.
///
/// See the chapter, "Clients that mean harm".
final class GuardedConnection implements Connection {
    /// So many bytes [#close] reads, and then no more.
    static final int DRAIN = 1 << 20;

    /// @param inner whose bytes these are; closed together with this
    GuardedConnection(Connection inner, Limits limits) {}

    /// What the client sends, as `inner` has it.
    ///
    /// A request has one time limit for all of its reads. Its first byte may take as long as [#timeout] has said, or
    /// [Limits#idle] before anybody has called that; whether this counts from that call or from the read that waits is
    /// free. [Limits#total] after the read that brought the first byte, the time is up, however many bytes still come;
    /// a read into no room at all brings none. A read that waits at that moment, and every later one,
    /// throws a `SocketTimeoutException`; the connection stays open, so that an answer can be sent.
    @Override
    public InputStream in() throws IOException {
        throw todo("give all reads of a request one deadline");
    }

    /// What is written is passed on at once. Nothing here limits how long a write takes.
    @Override
    public OutputStream out() throws IOException {
        throw todo("pass on what is written");
    }

    /// From here on a new request is waited for: the next byte that is read is its first.
    ///
    /// @param limit for the wait until that byte; zero waits for ever
    @Override
    public void timeout(Duration limit) throws IOException {
        throw todo("begin a new request's time");
    }

    @Override
    public void shutdownOutput() throws IOException {
        throw todo("pass on the end of output");
    }

    @Override
    public SocketAddress peer() {
        throw todo("say who is at the other end");
    }

    /// Lets the client see the answer, and closes (RFC 9112, 9.6): ends the output; reads and throws away what still
    /// comes, until the client ends its side, but not much more than [#DRAIN] bytes and for no longer than
    /// [Limits#idle] in all, whatever time the request had left; then closes `inner`, on every way out.
    ///
    /// A connection that is broken, or whose output has been ended before, is closed like any other; an `IOException`
    /// on the way is nobody's concern. Closing it again does nothing.
    @Override
    public void close() throws IOException {
        throw todo("end the output, drain a little, close");
    }
}
