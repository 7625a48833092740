package workbook.socketserver;

import static workbook.kit.Todo.todo;

/// The threads of one server's requests.
///
/// Any thread may call any of these methods at any time, also while another one waits in [#join].
final class RequestThreads {
    /// Runs the task in a thread of its own.
    ///
    /// A daemon is not remembered. Any other is, until it has ended, or until the first start after that.
    ///
    /// @param isDaemon whether the process may end before the task does
    void start(Runnable task, boolean isDaemon) {
        throw todo("start a thread, and remember it");
    }

    /// How many are remembered.
    int size() {
        throw todo("count");
    }

    /// Waits until all that are remembered have ended, or until the waiting thread is interrupted, and stays so.
    void join() {
        throw todo("wait for all");
    }
}
