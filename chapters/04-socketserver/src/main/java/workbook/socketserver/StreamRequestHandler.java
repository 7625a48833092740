package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import workbook.kit.Connection;

/// Handles a connection as two streams, of TCP and of a UNIX domain alike.
///
/// Whoever reads from [#request], or writes to it, does so through the connection or the two streams, and through nothing
/// else. They are there from [#setup] on, each the same as often as one asks for it. Closing the connection is the
/// server's business, after [#finish].
abstract class StreamRequestHandler extends BaseRequestHandler<SocketChannel> {
    protected StreamRequestHandler(SocketChannel request, SocketAddress clientAddress, BaseServer<SocketChannel> server) {
        super(request, clientAddress, server);
    }

    /// How long a single read waits, before it throws a `SocketTimeoutException`; empty is for ever.
    protected Optional<Duration> timeout() {
        return Optional.empty();
    }

    /// Whether Nagle's algorithm is off, that is, whether `TCP_NODELAY` is on.
    ///
    /// In [#setup] this has the last word, although [Connection#out] has one, too. A channel without the option, such as one of a
    /// UNIX domain, is left alone.
    protected boolean disableNagleAlgorithm() {
        return false;
    }

    /// For code that is written against connections, and uses none of the two streams.
    protected final Connection connection() {
        throw todo("give the connection");
    }

    /// What the client sends, buffered: a read of the kernel takes as much as is there, and not a byte at a time.
    protected final InputStream rfile() {
        throw todo("give what the client sends");
    }

    /// What goes to the client, unbuffered: each write is sent at once, and whole.
    protected final OutputStream wfile() {
        throw todo("give what goes to the client");
    }

    /// Makes connection and streams, with the time limit and the option that the handler asks for.
    @Override
    protected void setup() throws Exception {
        throw todo("open the streams");
    }

    /// Flushes [#wfile], and does not mind if the client is gone.
    @Override
    protected void finish() throws Exception {
        throw todo("send what waits");
    }
}
