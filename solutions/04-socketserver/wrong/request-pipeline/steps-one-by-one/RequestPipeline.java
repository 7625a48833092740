package workbook.socketserver;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketAddress;

/// What is done with one request, step by step, each step a method that a subclass may replace.
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
        var handler = handlerFor(request, clientAddress);
        handler.setup();
        try {
            handler.handle();
        } finally {
            handler.finish();
        }
    }

    public void shutdownRequest(R request) {
        closeRequest(request);
    }

    public void closeRequest(R request) {}

    public void handleError(R request, SocketAddress clientAddress, Exception trouble) {
        var line = "-".repeat(40) + System.lineSeparator();
        var text = new StringWriter();
        text.write(line + "Exception while a request was processed that came from " + clientAddress
                + System.lineSeparator());
        trouble.printStackTrace(new PrintWriter(text));
        // In one piece: another thread may have something to say at the same time.
        System.err.print(text + line);
    }

    public final void handleRequestNoBlock() {
        Accepted<R> accepted;
        try {
            accepted = getRequest();
        } catch (IOException e) {
            return;
        }
        var request = accepted.request();
        var isProcessed = false;
        try {
            if (verifyRequest(request, accepted.clientAddress())) {
                processRequest(request, accepted.clientAddress());
                isProcessed = true;
            }
        } catch (Exception e) {
            handleError(request, accepted.clientAddress(), e);
        } finally {
            if (!isProcessed) {
                shutdownRequest(request);
            }
        }
    }
}
