package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.io.OutputStream;

/// Writes messages so that a reader can tell where each one ends: a length of four bytes, most significant
/// byte first, then the message.
///
/// See the chapter, "Where a message ends".
final class FrameWriter {
    /// The longest message that is sent, in bytes: 16 MiB.
    static final int MAX = 1 << 24;

    private final OutputStream out;

    /// Writes to this stream, which stays open.
    FrameWriter(OutputStream out) {
        this.out = out;
    }

    /// Writes one message in its frame. When it returns, the whole frame is on its way: nothing waits in a buffer.
    ///
    /// A message longer than [#MAX] is a `java.net.ProtocolException`, thrown before a single byte is written.
    /// An `IOException` of the stream itself is passed on as it is.
    void write(byte[] message) throws IOException {
        throw todo("write the length, then the message");
    }
}
