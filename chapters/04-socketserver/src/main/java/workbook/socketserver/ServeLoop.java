package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.time.Duration;

/// The loop of a server, and how one ends it from outside.
///
/// One thread serves, and any others may ask it to end. That holds for one life after the other: whoever has ended may
/// begin again.
final class ServeLoop {
    private final Served served;

    ServeLoop(Served served) {
        this.served = served;
    }

    /// Serves until somebody calls [#shutdown], round after round, with one selector of [Served#selector] for all. A
    /// round:
    ///
    ///   - waits until a request is ready, but no longer than `poll`;
    ///   - if one is ready, has it handled, by [Served#handleRequestNoBlock];
    ///   - calls [Served#serviceActions], with a request or without.
    ///
    /// Whoever asks for the end is heard before the next round, and once more when the wait of a round is over: then
    /// the rest of that round is left out, even if a request is ready. It stays where it is, since nothing but the
    /// selector is closed here. How long [Served#timeout] is makes no difference to this loop.
    ///
    /// What is thrown in a round ends the loop and comes out of here. That is an end like any other: whoever waits for
    /// it in [#shutdown] is released, the selector is closed, and one may serve again.
    ///
    /// @param poll in whole milliseconds, at least one
    void serveForever(Duration poll) throws IOException {
        throw todo("wait for requests, and have each one handled");
    }

    /// Asks the loop to end, and returns when it has ended: at once if it waits, or after the request that it has in
    /// hand. Any number may ask at the same time, and the end releases all of them, even if the next loop begins at
    /// once.
    ///
    /// If none has begun yet, this waits, too, and the first one ends without a round. If one has ended, and none has
    /// begun since, there is nothing to wait for: this returns at once, and the next one ends without a round.
    ///
    /// @throws IllegalStateException in the thread that serves: it would wait for itself. Nothing has been asked for
    ///     then
    /// @throws InterruptedException if the caller is interrupted while it waits; the end is asked for all the same
    void shutdown() throws InterruptedException {
        throw todo("end the loop, and wait until it has ended");
    }
}
