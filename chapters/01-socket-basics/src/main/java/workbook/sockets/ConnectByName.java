package workbook.sockets;

import static workbook.kit.Todo.todo;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/// Connects to a host that is known by its name, at whichever of its addresses answers.
///
/// See the chapter, "Names have many addresses".
final class ConnectByName {
    private ConnectByName() {}

    /// A socket that is connected to this port of the host, and closed by the caller. It blocks, and has no
    /// time limit for its reads, as a new one has none.
    ///
    /// The resolver is asked once. Its addresses are tried in its order, until one accepts: the next when
    /// the one before it has failed, or has been silent for a while. `total` bounds all attempts together,
    /// counted from the resolver's answer, and an address that is silent must not use up the time of
    /// those behind it. How the time is shared out, and so how long "a while" is, you decide; so do you
    /// whether an attempt goes on while the next has begun. When the time is up, no attempt begins:
    /// a very short `total` may leave some addresses untried.
    /// Whatever else was opened is closed when the method returns or throws.
    ///
    /// @param total more than nothing, and at most a day
    /// @throws java.net.UnknownHostException if there is no address: the one that the resolver threw, or a new
    ///                                       one where it returned an empty list
    /// @throws IOException                   if no address accepts in time; its suppressed exceptions are those
    ///                                       that the attempts ended in, one for each address that was tried
    static Socket connect(Resolver resolver, String host, int port, Duration total) throws IOException {
        throw todo("try the addresses of the host until one of them accepts");
    }
}
