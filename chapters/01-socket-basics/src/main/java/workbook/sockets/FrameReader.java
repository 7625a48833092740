package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads messages out of a stream of bytes, each in a frame of its own: a length of four bytes, most
/// significant byte first, then as many bytes of message.
///
/// See the chapter, "Where a message ends".
final class FrameReader {
    /// The longest message that is taken, in bytes: 16 MiB.
    static final int MAX = 1 << 24;

    private final InputStream in;

    /// Reads from this stream, which nobody else reads from and which stays open.
    FrameReader(InputStream in) {
        this.in = in;
    }

    /// The next message, in an array of its own; an empty `Optional` when the stream ends where a frame would begin.
    ///
    /// Waits until all of the message has arrived, in whatever pieces. A length of 0 is an empty message.
    ///
    /// A length above [#MAX], or one that Java reads as negative, is a `java.net.ProtocolException`, thrown before
    /// any memory is taken for the message. A stream that ends inside a frame, be it inside the length, is a
    /// `java.io.EOFException`. An `IOException` of the stream itself, such as a reset, is passed on as it is.
    Optional<byte[]> next() throws IOException {
        throw todo("return the next message");
    }
}
