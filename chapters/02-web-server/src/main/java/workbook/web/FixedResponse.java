package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import workbook.kit.Connection;

/// Answers one request, whatever it asks for, with one text.
///
/// See the chapter, "A conversation you can read".
final class FixedResponse {
    private FixedResponse() {}

    /// Reads the head of one request, sends the response, and closes the connection.
    ///
    /// The head may come in any number of pieces and is as long as the client likes. It ends with the empty line, the
    /// four bytes CR LF CR LF; no byte is sent before that, and what follows it does not matter.
    ///
    /// The response is a status line with status 200, these header fields in any order, an empty line, and the body in
    /// UTF-8. Every line of the head ends in CR LF (RFC 9112, 2.2).
    ///
    ///   - `Content-Type: text/plain; charset=utf-8`
    ///   - `Content-Length`, the number of the body's bytes (RFC 9110, 8.6)
    ///   - `Connection: close`, which says that no further request is answered (RFC 9112, 9.6)
    ///
    /// A client that ends before its head is complete gets no response, and no exception tells of it. The connection is
    /// closed on every way out.
    static void respond(Connection connection, String body) throws IOException {
        throw todo("read the head, then send the response");
    }
}
