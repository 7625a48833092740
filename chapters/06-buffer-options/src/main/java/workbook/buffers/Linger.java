package workbook.buffers;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Three ways to close a connection, and one to end a conversation.
final class Linger {
    private Linger() {}

    /// Closes a channel, with SO_LINGER set to so many seconds, and reports how long the call of `close` took.
    ///
    ///   - Below 0: the option is switched off, which is how a socket begins. The kernel goes on sending behind the program's
    ///     back.
    ///   - 0: what is not sent yet is thrown away, and the other side gets a reset.
    ///   - Above 0: `close` waits until everything is acknowledged, but no longer than that. Java defines this for blocking mode
    ///     only, so the channel is switched to it first; on Linux nobody sees a difference.
    ///
    /// The ending is BROKEN with 0, and UNKNOWN otherwise: `close` has no way to tell.
    ///
    /// @param channel connected, in any mode, and registered with no selector
    static CloseReport close(SocketChannel channel, int seconds) throws IOException {
        throw todo("set the option, close, and take the time");
    }

    /// Ends a conversation so that one knows how it ended: ends the output, reads until the other side has ended its own, and
    /// closes. What it reads is thrown away.
    ///
    /// CONFIRMED if the other side ended its direction; BROKEN if the connection ended in another way, or if that had not
    /// happened within the limit, which counts from the call on and for all of it, however much the other side has to say.
    /// When it is over the channel is closed without lingering: what is not sent yet is left to the kernel, and not thrown
    /// away. The report's time is that of the whole call. Nothing is thrown for a connection that breaks.
    ///
    /// Afterwards the channel is closed, on every way. It waits without keeping the processor busy.
    ///
    /// @param channel connected, in any mode, and registered with no selector; all that is to be said has been written to it
    static CloseReport finish(SocketChannel channel, Duration limit) throws IOException {
        throw todo("end the output, read until the end, and close");
    }
}
