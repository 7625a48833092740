package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.nio.file.Path;

/// Answers requests with files.
///
/// See the chapter, "Files, and nothing else".
final class StaticFiles {
    private StaticFiles() {}

    /// The file that the request's target names, below `root` and nowhere else.
    ///
    /// Of the target counts the path: what stands before the first `?`, and of that in `http://host/path`, its scheme in
    /// either case, what comes after the host. In the path, `%` with two hexadecimal digits stands for a byte, and the
    /// bytes are UTF-8; it is decoded once, and a `+` is a `+`. A folder stands for the `index.html` in it; one without a
    /// `/` at its end may also be answered with 301 and the `Location` that has it.
    ///
    ///   - 200 with the file. `Content-Type` goes by the end of its name: `text/html`, `text/css`, `text/javascript`
    ///     for `.js`, and `text/plain` for `.txt`, all four with `; charset=utf-8`; `image/svg+xml`, `image/png`,
    ///     `image/jpeg` for `.jpg`; and for any other `application/octet-stream`. The content knows its length, and reads
    ///     the file only while it is written, a piece at a time: it may be longer than the memory. It writes exactly as
    ///     many bytes as it has announced, even if the file has grown, and throws an `EOFException` if it has become
    ///     shorter. However that ends, it closes the file then.
    ///   - The same for `HEAD`, with [Content#omitted].
    ///   - 405 for any other method, with `Allow: GET, HEAD` (RFC 9110, 15.5.6).
    ///   - 404 where there is no such file, where it lies outside of `root`, however the target or a symbolic link leads
    ///     there, and for a target that cannot be decoded. 400 and 403 are accepted in the last two cases.
    ///
    /// A segment `..` or a link that does not lead out may be followed, or be refused like one that does; so may a `..`
    /// above the root, which RFC 3986, 5.2.4, drops. Dots in a name, `a..b`, are just a name.
    ///
    /// @throws IOException if a file cannot be read, not for anything that a target says
    static Response file(Path root, RequestHead request) throws IOException {
        throw todo("find the file below the root");
    }
}
