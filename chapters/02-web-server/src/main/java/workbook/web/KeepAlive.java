package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import workbook.kit.Connection;

/// Answers request after request on one connection (RFC 9112, 9.3).
///
/// See the chapter, "Request after request".
final class KeepAlive {
    /// @param limits `idle`: how long to wait for the client; `body`: how much of a body to read for nobody
    /// @param bodies finds each request's body
    /// @param handler answers each request
    KeepAlive(Limits limits, BodyReader bodies, Handler handler) {}

    /// Serves requests with one [RequestReader], and answers them in their order with [ResponseWriter].
    /// Leaves the connection open: the caller closes it.
    ///
    /// It goes on after an answer unless
    ///
    ///   - the request has `close` in its `Connection`, in whichever case, alone or in a list; or it is of HTTP/1.0 and
    ///     has no `keep-alive` there; or the response has `close` there. This is known before the answer is
    ///     written, and `ResponseWriter.write` is told, so that the answer says it;
    ///   - `ResponseWriter.write` returns `false`.
    ///
    /// What the handler has left of a body is read, before the answer or after it, and thrown away: up to `limits.body()`
    /// bytes. If more are left, or the rest of the body is refused, ends early or never comes, this returns, but the one
    /// answer that was due is given.
    ///
    /// A [RefusedRequest] of the request reader, of `bodies` or of the handler is the last that is answered, with
    /// `ResponseWriter.refuse`.
    ///
    /// Returns, without an answer or an exception, where the client ends between two requests, where it ends inside one,
    /// and where it is silent for `limits.idle()`: that is where anybody, the handler too, throws an `EOFException` or a
    /// `SocketTimeoutException`. Any other exception is passed on.
    void serveConnection(Connection connection) throws IOException {
        throw todo("serve one request, then the next");
    }
}
