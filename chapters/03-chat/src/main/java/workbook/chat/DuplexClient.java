package workbook.chat;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;

/// Carries what a user types to a server and what the server sends to the screen, both at any time.
final class DuplexClient {
    private DuplexClient() {}

    /// Connects, carries bytes as they come and as they are, and flushes the screen after each arrival, until the server
    /// ends.
    ///
    /// When the user's stream ends, or fails, the server is told that nothing more will come, and may go on talking.
    /// When the server ends, nobody waits for the user any more: a thread that is still in a read of the user's stream
    /// cannot be interrupted there, so it must be one that lets the program end. Both streams are the caller's to close.
    ///
    /// A reset may be told to a write, and then only to the write. A write that is under way when the server's end is met
    /// is waited for, since it may be about to say so, for half a second or so and not longer, since it may stand for ever.
    ///
    /// @return 0 when the server has closed its direction, 1 when it has reset the connection
    /// @throws IOException what connecting has thrown, or the screen
    static int run(InputStream user, OutputStream screen, SocketAddress server) throws IOException {
        throw todo("carry both directions at once");
    }
}
