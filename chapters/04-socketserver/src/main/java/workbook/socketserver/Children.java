package workbook.socketserver;

import static workbook.kit.Todo.todo;

import java.util.Set;

/// The processes of a server's requests that have not been collected yet.
///
/// The loop's thread adds and collects; any thread may ask. You may well need more methods than these.
final class Children {
    void add(Process child) {
        throw todo("remember the child");
    }

    /// Their process ids.
    Set<Long> active() {
        throw todo("name them");
    }

    /// Forgets those that have ended.
    ///
    /// @param blocking whether to wait for all first
    void collect(boolean blocking) throws InterruptedException {
        throw todo("forget those that have ended");
    }
}
