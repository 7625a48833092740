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
    /// these are returned. If it ends before, that is an [java.io.EOFException].
    ///
    /// Nothing of the question waits for an acknowledgment of the other kernel. Nobody sleeps.
    ///
    /// @param socket connected, with the options that it happens to have; it stays open, for further calls
    static byte[] call(Socket socket, byte[] head, byte[] body) throws IOException {
        throw todo("send both parts so that neither waits, and read the answer");
    }
}
