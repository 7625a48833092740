package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.net.SocketAddress;

/// Handles one request: there is an object for each, which a [HandlerFactory] makes, and which is run once.
///
/// What is to be done, a subclass says in [#handle]; what must be there before, in [#setup]; what must be done after
/// it, whatever happens, in [#finish]. None of them is called before the whole object is there, with the fields of the
/// subclass.
abstract class BaseRequestHandler<R> {
    protected final R request;
    protected final SocketAddress clientAddress;
    protected final BaseServer<R> server;

    protected BaseRequestHandler(R request, SocketAddress clientAddress, BaseServer<R> server) {
        this.request = request;
        this.clientAddress = clientAddress;
        this.server = server;
    }

    protected void setup() throws Exception {}

    protected void handle() throws Exception {}

    protected void finish() throws Exception {}

    /// Calls [#setup], [#handle] and [#finish], each once, in the caller's thread.
    ///
    ///   - [#finish] is called even if [#handle] throws, an [Error] too; it is not if [#setup] throws.
    ///   - What a step throws comes out as it is, the same object. If [#handle] and [#finish] both throw, then what [#handle] threw comes
    ///     out, and carries the other one as suppressed.
    ///
    /// The request is not closed, nor is the thread's interrupt status touched: both are the server's.
    ///
    /// @throws IllegalStateException if this was called before, whatever came of it; then no step is called
    final void run() throws Exception {
        throw todo("set up, handle, finish");
    }
}
