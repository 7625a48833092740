package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.io.InputStream;

/// Reads a known number of bytes, however the network has cut them up.
///
/// See the chapter, "Short reads".
final class RecvExactly {
    private RecvExactly() {}

    /// The next `count` bytes of a stream, in their order; an empty array if `count` is 0.
    ///
    /// Waits for as long as bytes are missing, and takes no byte beyond the last one asked for:
    /// whatever follows is still in the stream for the next caller. The stream stays open.
    ///
    /// If the stream ends first, even before its first byte, that is a `java.io.EOFException`.
    /// An `IOException` of the stream itself, such as a reset, is passed on as it is.
    static byte[] recvExactly(InputStream in, int count) throws IOException {
        throw todo("return the next count bytes");
    }
}
