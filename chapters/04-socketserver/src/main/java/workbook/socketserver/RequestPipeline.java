package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.SocketAddress;

/// What is done with one request, step by step; a subclass may replace each step, and may do it in another thread.
///
/// See the chapter, "The life of a request".
abstract class RequestPipeline<R> {
    /// Made for this request, and not run yet.
    abstract BaseRequestHandler<R> handlerFor(R request, SocketAddress clientAddress) throws Exception;

    /// Takes the request that is ready.
    ///
    /// @throws IOException if there is none after all, or it could not be had
    public abstract Accepted<R> getRequest() throws IOException;

    /// Whether to go on with this request.
    public boolean verifyRequest(R request, SocketAddress clientAddress) {
        return true;
    }

    /// Sees to it that the request is finished and shut down: here both at once, one after the other.
    ///
    /// If it throws, the request has not been shut down.
    public void processRequest(R request, SocketAddress clientAddress) throws Exception {
        throw todo("finish the request, then shut it down");
    }

    /// Has one handler made for this request, and runs it, in the caller's thread. What either throws comes out as it is.
    public void finishRequest(R request, SocketAddress clientAddress) throws Exception {
        throw todo("have a handler made, and run it");
    }

    /// The good end of a request: whatever its client has to be told, then [#closeRequest]. Here there is nothing to
    /// tell. Throws nothing.
    public void shutdownRequest(R request) {
        throw todo("close the request");
    }

    public void closeRequest(R request) {}

    /// Writes to standard error, and returns: a line of forty `-`; a line that ends with the client's address; the
    /// trouble with its stack trace; forty `-` again.
    public void handleError(R request, SocketAddress clientAddress, Exception trouble) {
        throw todo("say on standard error what went wrong");
    }

    /// Gets a request, verifies it, and has it processed; shuts it down if it was denied, or not processed to the end.
    ///
    /// Without a request, because [#getRequest] throws an `IOException`, it returns; anything else that it throws comes
    /// out of here. An exception on the way, from [#verifyRequest] on, goes to [#handleError], and then the request is
    /// shut down; an [Error] does not, and comes out of here. So does what [#handleError] itself throws. Whatever comes
    /// out of here, a request that there was has been shut down before, and once.
    public final void handleRequestNoBlock() {
        throw todo("take a request through all steps");
    }
}
