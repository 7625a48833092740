package workbook.socketserver;

import java.io.IOException;
import java.net.SocketAddress;

/// Takes the request for a resource, which a `try` closes unless it was handed on: choose it where more than one thing
/// has to be closed on every way.
abstract class RequestPipeline<R> {
    /// Made for this request, and not run yet.
    abstract BaseRequestHandler<R> handlerFor(R request, SocketAddress clientAddress) throws Exception;

    /// Takes the request that is ready.
    ///
    /// @throws IOException if there is none after all, or it could not be had
    public abstract Accepted<R> getRequest() throws IOException;

    public boolean verifyRequest(R request, SocketAddress clientAddress) {
        return true;
    }

    public void processRequest(R request, SocketAddress clientAddress) throws Exception {
        finishRequest(request, clientAddress);
        shutdownRequest(request);
    }

    public void finishRequest(R request, SocketAddress clientAddress) throws Exception {
        handlerFor(request, clientAddress).run();
    }

    public void shutdownRequest(R request) {
        closeRequest(request);
    }

    public void closeRequest(R request) {}

    public void handleError(R request, SocketAddress clientAddress, Exception trouble) {
        synchronized (System.err) {
            System.err.println("-".repeat(40));
            System.err.println("Trouble with the request from " + clientAddress);
            trouble.printStackTrace();
            System.err.println("-".repeat(40));
        }
    }

    public final void handleRequestNoBlock() {
        Accepted<R> accepted;
        try {
            accepted = getRequest();
        } catch (IOException e) {
            return;
        }
        var request = accepted.request();
        try (var mine = new Mine(request)) {
            try {
                if (verifyRequest(request, accepted.clientAddress())) {
                    processRequest(request, accepted.clientAddress());
                    mine.isHandedOn = true;
                }
            } catch (Exception e) {
                handleError(request, accepted.clientAddress(), e);
            }
        }
    }

    private final class Mine implements AutoCloseable {
        private final R request;
        private boolean isHandedOn;

        Mine(R request) {
            this.request = request;
        }

        @Override
        public void close() {
            if (!isHandedOn) {
                shutdownRequest(request);
            }
        }
    }
}
