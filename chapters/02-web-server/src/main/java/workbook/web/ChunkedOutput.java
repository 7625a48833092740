package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.io.OutputStream;

/// Sends a body whose length nobody knows before its end (RFC 9112, 7.1): pieces, each behind its length in
/// hexadecimal digits, and a last one of length 0.
///
///     5\r\n
///     Hello\r\n
///     0\r\n
///     \r\n
final class ChunkedOutput {
    private ChunkedOutput() {}

    /// A stream that sends what is written to it as chunks.
    ///
    /// Whether a write becomes one chunk, or several are gathered, is free, as long as what waits stays small (64 KiB
    /// at most, be it written in arrays or byte by byte); `flush` sends on all that waits and flushes `out`. A chunk of
    /// length 0 is sent by `close` alone: not by a write of nothing, not by `flush`. `close` sends what waits and the
    /// end, without trailers, and flushes `out`; once, however often it is called. It leaves `out` open. After it every
    /// write throws an [IOException].
    static OutputStream chunked(OutputStream out) {
        throw todo("send what is written as chunks");
    }

    /// Sends a response of unknown length: in chunks, with `Transfer-Encoding: chunked`, to a client of HTTP/1.1. To
    /// one of HTTP/1.0, which knows no chunks, as it is; there the end of the connection ends the body (RFC 9112,
    /// 6.1 and 6.3). A `Content-Length` is not added either way; the response's own headers have none, as [Response]
    /// promises. [ResponseWriter#head] makes the head, and [ResponseWriter#connection] the header that says whether the
    /// connection goes on. `out` is flushed at the end and stays open, with HTTP/1.0, too: closing is the caller's.
    ///
    /// If the content or `out` throws, the exception reaches the caller, who closes the connection, and no last chunk
    /// is sent: the client must notice that something is missing (RFC 9112, 8).
    ///
    /// @param keep whether the caller would let the connection go on
    /// @return whether it may go on: never with HTTP/1.0
    static boolean send(OutputStream out, RequestHead request, Response response, boolean keep) throws IOException {
        throw todo("choose the framing that the client understands");
    }
}
