package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;

/// A handler that gets no body above the limit, and whose failures harm nobody else.
///
/// See the chapter, "Clients that mean harm".
final class GuardedHandler implements Handler {
    /// @param inner gets the requests; only [Limits#body] matters here
    GuardedHandler(Handler inner, Limits limits) {}

    /// Has `inner` answer, and answers in its place where it must not or cannot:
    ///
    ///   - A `Content-Length` above the limit gets a 413 (RFC 9110, 15.5.14), `inner` is not called, and nothing of the
    ///     body is read. A `Content-Length` that comes here is one, and a number.
    ///   - Any other body is counted while `inner` reads it, or skips it. It gets at most as many bytes as the limit says; a read
    ///     that finds one more throws a [RefusedRequest] with 413.
    ///   - A `RefusedRequest`, from `inner` or out of the body, gets its own status and reason.
    ///   - An `IOException` with which reading the body failed is passed on: the client is gone.
    ///   - Any other exception gets a 500 (RFC 9110, 15.6.1) that tells nothing of what went wrong: no class, no
    ///     message, no trace. An `Error` is passed on.
    ///
    /// What is answered here in place of `inner` has the header `Connection: close`. It may be thrown as a
    /// `RefusedRequest`, too: whoever calls a handler answers that in the same way.
    @Override
    public Response handle(Request request) throws IOException {
        throw todo("call the handler, and answer for what it throws");
    }
}
