package workbook.socketserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import workbook.testkit.Call;
import workbook.testkit.Transcript;

/// A server that says back what it hears, one connection at a time, in the time of the clock on the wall.
final class SingleServer implements Served, AutoCloseable {
    final Transcript transcript = new Transcript();
    private final ServerSocketChannel listener;
    private final SingleRequest single = new SingleRequest(this, System::nanoTime);
    private Duration limit = Duration.ZERO;
    private int timeouts;
    private Runnable onWait = () -> {};

    SingleServer() throws IOException {
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.configureBlocking(false);
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) listener.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Call<Void> handles(Duration timeout) {
        limit = timeout;
        transcript.test("called handleRequest with a timeout of " + timeout.toMillis() + " ms");
        return Call.doing(transcript, single::handleRequest);
    }

    /// Does something when the next call begins to wait.
    <T> CompletableFuture<T> callsWhenItWaits(Supplier<T> action) {
        var done = new CompletableFuture<T>();
        onWait = () -> {
            onWait = () -> {};
            done.complete(action.get());
        };
        return done;
    }

    int timeouts() {
        return timeouts;
    }

    @Override
    public Selector selector() throws IOException {
        var real = Selector.open();
        listener.register(real, SelectionKey.OP_ACCEPT);
        return new LoopSelector(real, (selector, millis) -> {
            onWait.run();
            return LoopSelector.really(selector, millis);
        }, () -> {});
    }

    @Override
    public void handleRequestNoBlock() {
        try (var connection = listener.accept()) {
            connection.configureBlocking(true);
            Channels.newInputStream(connection).transferTo(Channels.newOutputStream(connection));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void serviceActions() {}

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(limit);
    }

    @Override
    public Optional<Duration> socketTimeout() {
        return Optional.empty();
    }

    @Override
    public void handleTimeout() {
        timeouts++;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
