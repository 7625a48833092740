package workbook.socketserver;

import java.net.SocketAddress;

/// A thread for each request.
///
/// Whoever implements it is a server, and so has the methods that are abstract here; all but one.
interface ThreadingMixIn<R> {
    /// This server's; an interface has no fields of its own.
    RequestThreads requestThreads();

    /// Whether the process may end while requests are handled.
    default boolean daemonThreads() {
        return false;
    }

    /// Whether closing the server waits for requests; for those of daemons it never does.
    default boolean blockOnClose() {
        return true;
    }

    void finishRequest(R request, SocketAddress clientAddress) throws Exception;

    void shutdownRequest(R request);

    void handleError(R request, SocketAddress clientAddress, Exception trouble);

    /// Has a thread of its own do [#processRequestThread], and does not wait for it.
    default void processRequest(R request, SocketAddress clientAddress) throws Exception {
        requestThreads().start(() -> processRequestThread(request, clientAddress), daemonThreads());
    }

    /// Finishes the request, and shuts it down, whatever happens before.
    ///
    /// An exception goes to [#handleError], once. An [Error] does not: it goes on, and ends the thread.
    default void processRequestThread(R request, SocketAddress clientAddress) {
        try {
            finishRequest(request, clientAddress);
        } catch (Exception e) {
            handleError(request, clientAddress, e);
        } finally {
            shutdownRequest(request);
        }
    }

    /// For the end of [BaseServer#serverClose]: waits for the threads, if that is wanted.
    default void joinRequestThreads() {
        if (blockOnClose()) {
            requestThreads().join();
        }
    }
}
