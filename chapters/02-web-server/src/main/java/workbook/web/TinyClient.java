package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// A client of HTTP/1.1.
///
/// See the chapter, "The other end".
final class TinyClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private TinyClient() {}

    /// What a `GET` of the address returns.
    static Reply get(URI address) throws IOException {
        return send("GET", address);
    }

    /// The same with another method that has no body, such as `HEAD`.
    static Reply send(String method, URI address) throws IOException {
        return send(method, address, LIMIT);
    }

    /// Sends a request without a body on a new connection, and returns the reply.
    ///
    /// The request names path and query only, as they stand in the address; no path is `/` (RFC 9112, 3.2.1).
    /// `Host` has the host, and the port if the address has one (RFC 9110, 7.2); without one it is 80.
    ///
    /// The body, by the first of these that fits (RFC 9112, 6.3):
    /// none for `HEAD`, 204 and 304, whatever the headers say; `Transfer-Encoding: chunked`, without the sizes,
    /// extensions and trailers (7.1); `Content-Length`, so many bytes; else all up to the end of the stream.
    /// Replies 100 to 199 come before the one that counts, and are skipped (RFC 9110, 15.2).
    ///
    /// 301, 302, 303, 307 and 308 with a `Location`, which may be relative, are followed with the same method, five
    /// times at most (RFC 9110, 15.4), each with the `Host` of its own address.
    ///
    /// A length is no reason to allocate so much before the bytes come. The socket is closed on every way out.
    ///
    /// @param limit how long it waits for the connection, and for each read; a reply that never pauses may take longer
    /// @throws java.net.SocketTimeoutException when the server was silent for so long
    /// @throws IllegalArgumentException for an address of the caller's that is not of http, and for nothing else
    /// @throws IOException for whatever fails at the other end: a server that is not there; an end before the reply is
    ///     whole; what is no reply; a sixth redirection, and one to anything but an address of http. Which kind of
    ///     `IOException` is free
    static Reply send(String method, URI address, Duration limit) throws IOException {
        throw todo("send a request, read the reply");
    }
}
