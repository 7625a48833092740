package workbook.web;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;

/// Serves many clients at once.
///
/// See the chapter, "Nobody waits for somebody else".
final class Server {
    // What a server must remember goes here, and a constructor for it.

    /// Begins to accept connections, and returns at once.
    ///
    /// Every connection is handed to `handler` as soon as it is there, however many others are open. When the handler
    /// has returned, or thrown whatever it may be, this connection is closed, and no other is touched.
    /// A client that waits costs memory and no thread of the operating system: a hundred idle ones need no
    /// hundred platform threads.
    ///
    /// When `accept` fails on a listener that is open, because there are too many open files, say, it is tried again,
    /// not before 5 ms and not after 500. On a closed listener nothing is tried again.
    static Server serve(ServerSocket listener, ConnectionHandler handler) {
        throw todo("accept connections, and let nobody wait");
    }

    /// Stops: closes the listener, leaves the conversations that are running the time to come to their end, and
    /// closes the connections of those that have not. When it returns, nobody accepts, and no connection is open, not
    /// even one that was accepted just when this began.
    ///
    /// It returns as soon as all have ended. For a handler that runs on although its connection is closed, because it
    /// waits for something else, say, it does not wait, or for half a second at most. Stopping again does the same
    /// for what is still running, and does no harm. Not for calling from a conversation, which would wait for its own
    /// end.
    ///
    /// @param drain how long to wait from now on for all conversations together; zero is not at all
    /// @return whether all that were running came to their end in time, by themselves
    boolean stop(Duration drain) throws IOException {
        throw todo("close the listener, and wait for the conversations");
    }
}
