package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;

/// A server: the loop, the single request, and the pipeline behind both, put together.
///
/// What kind of channel it has, and what a request is, its subclasses say. Named after the class of Python's
/// `socketserver`, and its methods after those there.
abstract class BaseServer<R> extends RequestPipeline<R> implements Served, AutoCloseable {
    static final Duration POLL = Duration.ofMillis(500);

    private final HandlerFactory<R> factory;
    private final ServeLoop loop = new ServeLoop(this);
    private final SingleRequest single = new SingleRequest(this, System::nanoTime);

    BaseServer(HandlerFactory<R> factory) {
        this.factory = factory;
    }

    /// Bound, and in non-blocking mode: a listening channel, or one for datagrams.
    abstract SelectableChannel channel();

    /// Where it is bound: the real port, if 0 was asked for. Still known after [#serverClose].
    abstract SocketAddress serverAddress();

    abstract void serverActivate() throws IOException;

    /// Ends what the constructor began. Closing again does nothing; requests that were handed out stay open.
    ///
    /// It is for when no loop is running: [#shutdown] comes first.
    public abstract void serverClose() throws IOException;

    /// Serves until [#shutdown] is called, or an [Error] comes out of a request; see [ServeLoop#serveForever].
    final void serveForever(Duration poll) throws IOException {
        loop.serveForever(poll);
    }

    final void serveForever() throws IOException {
        serveForever(POLL);
    }

    /// Ends the loop, and returns when it has ended. The channel stays open: who connects from now on waits in its
    /// queue.
    ///
    /// @throws IllegalStateException in the thread that serves, such as that of a handler without a thread of its own
    final void shutdown() throws InterruptedException {
        loop.shutdown();
    }

    /// Serves one request, or calls [#handleTimeout] if there is none in time; see [SingleRequest#handleRequest].
    final void handleRequest() throws IOException {
        single.handleRequest();
    }

    @Override
    public final Selector selector() throws IOException {
        var selector = Selector.open();
        try {
            channel().register(selector, channel().validOps() & ~SelectionKey.OP_WRITE);
            return selector;
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    @Override
    public void serviceActions() {}

    @Override
    public void handleTimeout() {}

    @Override
    public Optional<Duration> timeout() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> socketTimeout() {
        return Optional.empty();
    }

    @Override
    final BaseRequestHandler<R> handlerFor(R request, SocketAddress clientAddress) throws Exception {
        return factory.create(request, clientAddress, this);
    }

    final HandlerFactory<R> handlerFactory() {
        return factory;
    }

    @Override
    public void close() throws IOException {
        serverClose();
    }
}
