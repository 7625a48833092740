package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.Socket;

/// Asks a question that has two parts.
final class SmallWrites {
    private SmallWrites() {}

    /// Sends head and body, one behind the other, and returns the answer.
    ///
    /// The other side says nothing before it has both. Its answer is one byte, 0 to 255, and then as many bytes as that says;
    /// these are returned, and not a byte more is read. If it ends before, that is an [java.io.EOFException].
    ///
    /// Nothing of the question waits for an acknowledgment of the other kernel, be its parts short or long. Nobody sleeps.
    ///
    /// @param socket connected, with the options that it happens to have: TCP_NODELAY may be changed, the others are left as
    ///               they are. It stays open in any case, for further calls
    static byte[] call(Socket socket, byte[] head, byte[] body) throws IOException {
        throw todo("send both parts so that neither waits, and read the answer");
    }
}
