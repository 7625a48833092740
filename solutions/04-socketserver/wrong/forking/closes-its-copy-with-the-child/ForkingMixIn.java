package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Set;

/// A process for each request, but for at most [#maxChildren] at a time.
///
/// See the chapter, "A process for each request".
interface ForkingMixIn<R> {
    /// This server's; an interface has no fields.
    Children children();

    /// Starts the process that will handle this request, and returns while it runs.
    Process startChild(R request, SocketAddress clientAddress) throws IOException;

    default int maxChildren() {
        return 40;
    }

    /// Whether closing the server waits until all children have ended.
    default boolean blockOnClose() {
        return true;
    }

    /// What every [RequestPipeline] has.
    void closeRequest(R request);

    /// The process ids of the children that have been started and not been collected yet. A snapshot; any thread may ask.
    default Set<Long> activeChildren() {
        return children().active();
    }

    /// Starts a child and leaves the request to it: this process keeps no copy of the connection.
    ///
    /// While there are [#maxChildren] it waits, until some child has ended; children that have ended do not count. It
    /// throws what `startChild` throws, and shutting the request down is the caller's then.
    default void processRequest(R request, SocketAddress clientAddress) throws Exception {
        children().awaitFewerThan(maxChildren());
        var child = startChild(request, clientAddress);
        children().add(child);
        child.onExit().thenRun(() -> closeRequest(request));
    }

    /// Forgets the children that have ended, whatever they ended with. Processes that others have started are theirs.
    ///
    /// @param blocking whether to wait for all children first; an interrupt ends the waiting, and stays set
    default void collectChildren(boolean blocking) {
        try {
            children().collect(blocking);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
