package workbook.web;

import static workbook.kit.Todo.todo;

import java.nio.ByteBuffer;
import java.util.Optional;

/// Finds the heads of requests in bytes that come in pieces of any size: a request line, header lines, an empty line,
/// each ended by CR LF (RFC 9112, 2.1).
///
/// See the chapter, "A head in pieces".
final class RequestParser {
    /// @param line bytes that a request line may have, its end included
    /// @param headers bytes that all header lines together may have, their ends included; the empty line is none
    RequestParser(int line, int headers) {}

    /// Takes bytes, up to the end of a head and no further. The caller uses the buffer's array again: copy what you keep.
    ///
    /// Method and target are given as they were sent. A field's value is what stands behind the first colon, without the
    /// blanks and tabs around it, each byte as the character of the same number (ISO 8859-1); a name that comes twice
    /// makes two fields. An empty line before the request line may be skipped (2.2), and `HTTP/1.2` and its like may be
    /// taken for `HTTP/1.1` (RFC 9110, 2.5).
    ///
    /// @return the head, if these bytes complete it; what follows it stays in the buffer, and the next call begins the
    ///     next head. Empty if it needs more; then nothing stays in the buffer
    /// @throws RefusedRequest with one of these; 414 and 431 as soon as they are known, while 400 and 505 may wait for the
    /// end of the head. The parser is not used any more then.
    ///   - 414, a request line longer than the limit; 431, header lines longer than theirs (RFC 9110, 15.5.15; RFC 6585, 5)
    ///   - 400, a first line that is not method, target and version with a blank between (3); for another version also 505.
    ///     A method is a token: letters, digits and some signs, of which `(`, `,` and `/` are none (RFC 9110, 5.6.2)
    ///   - 400, a control character in method or target, or before the colon of a header line
    ///   - 400, a header line without a colon, with nothing before it, or with a blank or tab in what stands before it (5.1)
    ///   - 400, no Host (`HTTP/1.0` needs none), more than one, or one that is not a host and perhaps a port (3.2): a host
    ///     in brackets has hexadecimal digits, colons and dots there, and another has no `/`, `?`, `#`, `@` nor brackets.
    ///     An empty one is taken or refused
    ///   - 400, or read as the RFC allows: more or other blanks in a request line (3), a line that begins with a blank
    ///     (2.2, 5.2), a CR, LF or NUL in a value (2.2; RFC 9110, 5.5), another control character there: it is kept
    Optional<RequestHead> feed(ByteBuffer bytes) throws RefusedRequest {
        throw todo("collect bytes until a head is complete");
    }
}
