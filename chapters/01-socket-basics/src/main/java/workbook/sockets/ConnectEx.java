package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.net.InetSocketAddress;
import java.time.Duration;

/// Calls an endpoint and says what came of it: the work of Python's `connect_ex`, in the terms of Java.
///
/// See the chapter, "What connecting can end in".
final class ConnectEx {
    private ConnectEx() {}

    /// One attempt to connect by TCP, and its outcome as one of the records of [Outcome].
    ///
    /// No ending of the attempt is an exception here: the failures that have no record of their own
    /// are an [Outcome.Other] around the attempt's own `IOException`. Only the connected socket stays
    /// open; after any other outcome nothing does. Set no time limit for the reads of that socket.
    ///
    /// @param address one that is unresolved is not looked up: it is [Outcome.Unresolved]
    /// @param limit   how long to wait for an answer: at most a minute, so the system's own patience, which is
    ///                longer, never ends an attempt; less than a millisecond, but more than nothing, counts as
    ///                one millisecond; zero or less is an `IllegalArgumentException`, whatever the address
    static Outcome connect(InetSocketAddress address, Duration limit) {
        throw todo("call the address, and say what came of it");
    }
}
