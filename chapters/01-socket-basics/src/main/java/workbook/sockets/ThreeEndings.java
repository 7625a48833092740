package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Reads to the end of a connection, and tells the ways in which it can end apart.
///
/// See the chapter, "Three endings".
final class ThreeEndings {
    private ThreeEndings() {}

    /// Writes all that the other side sends to `copy`, until there is an end, and says which.
    ///
    /// What arrived before the end is in `copy`, whichever end it was. Waits as long as the socket's
    /// own time limit allows, if it has one. A socket that this program closes meanwhile, or has closed
    /// before, is a `LOCAL_CLOSE`.
    ///
    /// It may copy as the bytes come or when the end is known.
    /// Sends nothing, and leaves the socket and `copy` as they are: still open, for the caller.
    /// An `IOException` of `copy` says nothing about the connection, and is passed on.
    static Ending readToEnd(Socket socket, OutputStream copy) throws IOException {
        throw todo("copy what comes, and say how it ended");
    }

    /// Sends a question whole, says that there is no more, and returns the whole reply.
    ///
    /// The server knows the end of the question by the end of the stream, and we know the end of the reply
    /// in the same way. A reply that ends in any other way is an `IOException`.
    /// The socket is closed on every way out.
    static byte[] ask(InetSocketAddress server, byte[] question) throws IOException {
        throw todo("send the question and its end, then read the reply");
    }
}
