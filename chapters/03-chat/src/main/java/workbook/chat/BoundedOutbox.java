package workbook.chat;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import workbook.kit.Connection;

/// An outbox that keeps lines for a member that is slow, up to a bound, and sends them on a thread of its own.
///
/// The lines go out in the order in which they were taken, each at once, and whole: with one write, which may take more
/// lines that wait. All that were taken go out, unless the connection fails or is closed; then nothing more is written, and
/// no more are taken. Any thread may offer a line at any time.
///
/// See the chapter, "Slow members".
final class BoundedOutbox implements Outbox {
    /// Starts the thread, which ends when the outbox is closed and all is sent, or when the connection has failed.
    ///
    /// @param bound how many lines may wait, beside what is being written; one that the thread has not come to yet may
    ///     count as waiting. Less than 1 is an [IllegalArgumentException]
    /// @param policy what becomes of a member for whom one line more would have to wait: it misses that line, a goodbye
    ///     like any other, or its connection is closed, with all that waits for it
    BoundedOutbox(Connection connection, int bound, Policy policy) throws IOException {
        throw todo("start a thread that sends the lines");
    }

    /// Never waits for the connection, even when the outbox is full.
    @Override
    public boolean offer(byte[] line) {
        throw todo("keep the line, if there is room for it");
    }

    /// As long as the connection takes nothing, this waits; whoever is not content with that closes the connection. An
    /// interrupt may end the wait, and changes nothing for the lines.
    @Override
    public void close() {
        throw todo("take no more, and wait until all is sent");
    }
}
