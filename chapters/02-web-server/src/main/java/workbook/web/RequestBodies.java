package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Finds the body of a request (RFC 9112, 6).
///
/// See the chapter, "Where a body ends".
final class RequestBodies {
    /// How many bytes the extensions and trailers of one body may have, all together, with what zeros a size has in front
    /// beyond its sixteenth digit. Sizes and line ends are not counted, those of trailers as you like.
    static final int LIMIT = 8_192;

    private RequestBodies() {}

    /// The body that follows this head: a stream that ends, for good, where the body ends.
    ///
    ///   - With `Transfer-Encoding: chunked`, in whichever case: what the chunks hold. Sizes are hexadecimal, in either
    ///     case. Extensions behind a size and trailers behind the last chunk are thrown away, the latter before the
    ///     stream ends.
    ///   - With `Content-Length`, one or more decimal digits: so many bytes.
    ///   - With neither: nothing.
    ///
    /// What follows the body stays in `rest`, and closing the body leaves `rest` open. Memory is not taken by what a
    /// length says.
    ///
    /// Before it returns, `100 Continue` is written if the head has `100-continue` in its `Expect`, is of HTTP/1.1 and
    /// announces a body; it may be left out if some of the body has arrived (RFC 9110, 10.1.1). To nobody else.
    ///
    /// A head is refused, before anything is written, with
    ///
    ///   - 400 for both a `Transfer-Encoding` and a `Content-Length` (a rule of this server: RFC 9112, 6.3, would let it
    ///     read the chunks and then close), and for a `Transfer-Encoding` in HTTP/1.0;
    ///   - 400 for a `Content-Length` that is no number, for one above `Long.MAX_VALUE`, and for two that differ, in a list
    ///     or in lines of their own; equal ones may be taken for one;
    ///   - 501 or 400 for any other `Transfer-Encoding`, also an empty one and one that has `chunked` twice or besides others.
    ///
    /// Reading the body throws a [RefusedRequest] 400 for a size that is no hexadecimal number or does not fit in a
    /// `long`, for a size's line that does not end in `CR LF`, for chunk data without `CR LF` behind it, and for more than
    /// [#LIMIT]; and an `EOFException` where `rest` ends before the body does. A trailer's line may end in a LF alone.
    ///
    /// @param rest what follows the head
    /// @param out where the client hears that it may go on
    static InputStream body(RequestHead head, InputStream rest, OutputStream out) throws IOException {
        throw todo("ask the head how long the body is");
    }
}
